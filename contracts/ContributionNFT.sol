// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IContributionNFT} from "./interfaces/IContributionNFT.sol";
import {IPersonaRegistry} from "./interfaces/IPersonaRegistry.sol";
import {IRevenueVault} from "./interfaces/IRevenueVault.sol";
import {ContentURI} from "./libraries/ContentURI.sol";

contract ContributionNFT is IContributionNFT, ERC721, Ownable {
    /// @notice The personas; the only one that mints their first contributions.
    IPersonaRegistry public immutable registry;

    /// @inheritdoc IContributionNFT
    uint96 public genesisImpact;

    /// @inheritdoc IContributionNFT
    uint256 public contributionCount;

    mapping(uint256 tokenId => Contribution) private _contributions;

    /// @param owner_ The deployer, which hands over to the timelock.
    constructor(IPersonaRegistry registry_, address owner_, uint96 genesisImpact_)
        ERC721("Troupe Contribution", "CONTRIB")
        Ownable(owner_)
    {
        registry = registry_;
        _setGenesisImpact(genesisImpact_);
    }

    /// @inheritdoc IContributionNFT
    function mintGenesis(uint16 personaId, address contributor, bytes32 card) external returns (uint256 tokenId) {
        if (msg.sender != address(registry)) revert ContributionOnlyRegistry(msg.sender);
        tokenId = ++contributionCount;
        _contributions[tokenId] = Contribution(personaId, Kind.Card, Status.Accepted, genesisImpact, card);
        _mint(contributor, tokenId);
        emit ContributionMade(tokenId, personaId, contributor, Kind.Card, card);
        emit ContributionAccepted(tokenId, genesisImpact);

        IRevenueVault(registry.vaultOf(personaId)).setWeight(tokenId, genesisImpact);
    }

    /// @inheritdoc IContributionNFT
    function setGenesisImpact(uint96 impact) external onlyOwner {
        _setGenesisImpact(impact);
    }

    /// @inheritdoc IContributionNFT
    function contribution(uint256 tokenId) external view returns (Contribution memory) {
        _requireOwned(tokenId);
        return _contributions[tokenId];
    }

    /// @notice The contributed document.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        _requireOwned(tokenId);
        return ContentURI.fromDigest(_contributions[tokenId].digest);
    }

    function _setGenesisImpact(uint96 impact) private {
        if (impact == 0) revert ContributionZeroImpact();
        genesisImpact = impact;
        emit GenesisImpactSet(impact);
    }
}
