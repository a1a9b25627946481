// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Contributions to personas
/// @notice Data, content, an interaction, a card or a model given to a persona; whoever holds the token is paid its
/// share of the persona's revenue.
interface IContributionNFT {
    enum Kind {
        Card,
        Text,
        Conversation,
        Image,
        Audio,
        Model
    }

    enum Status {
        Pending,
        Accepted,
        Rejected
    }

    /// @param impact The weight in the persona's revenue; 0 until accepted.
    struct Contribution {
        uint16 personaId;
        Kind kind;
        Status status;
        uint96 impact;
        bytes32 digest;
    }

    event ContributionMade(
        uint256 indexed tokenId, uint256 indexed personaId, address indexed contributor, Kind kind, bytes32 digest
    );
    event ContributionAccepted(uint256 indexed tokenId, uint96 impact);
    event GenesisImpactSet(uint96 impact);

    error ContributionOnlyRegistry(address caller);
    error ContributionZeroImpact();

    /// @notice Mints a persona's card as its first accepted contribution, with the genesis impact. Registry only.
    function mintGenesis(uint16 personaId, address contributor, bytes32 card) external returns (uint256 tokenId);

    /// @notice Changes the impact that cards of new personas get; never 0. Owner only.
    function setGenesisImpact(uint96 impact) external;

    /// @notice The impact that cards of new personas get.
    function genesisImpact() external view returns (uint96);

    /// @notice Number of contributions; they are numbered from 1.
    function contributionCount() external view returns (uint256);

    /// @notice A contribution. Reverts if there is none.
    function contribution(uint256 tokenId) external view returns (Contribution memory);
}
