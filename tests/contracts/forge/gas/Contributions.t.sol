// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {Gas} from "./Gas.sol";

/// forge-config: default.isolate = true
contract ContributionsGasTest is Gas {
    function setUp() public {
        _deploy(4, 2, new address[](0));
        _approve(holders[0], address(contributions));
        _approve(holders[1], address(contributions));
        _fundPayer();
        _approve(payer, address(contributions));
        _approve(payer, address(registry));
        _reviewed(2, 16); // a review was settled before: the operators have fees to claim
    }

    /// @dev First: into an empty queue, by a wallet without a contribution, with nothing in escrow.
    function test_contribution__minted__costs_what_the_snapshot_says() public {
        _contributed(payer);
        _measure("contribution.mintFirst");
        _contributed(payer);
        _measure("contribution.mint");
        _contributed(holders[0]);
        _skip(1 minutes);
        _contributed(holders[0]);
        _measure("contribution.mintDelegated");
    }

    function test_review__of_sixteen__costs_what_the_snapshot_says() public {
        _contributeMany(holders[1], 2, 1);
        _contributeMany(holders[0], 1, 17);
        vm.prank(stranger);
        uint256 reviewId = contributions.openReview(1);
        _measure("contribution.openReview16");
        _answer(contributions.questionId(reviewId), _values(_sixteen()));
        vm.prank(stranger);
        contributions.settleReview(reviewId);
        _measure("contribution.settleReview16");

        _skip(3 days);
        uint256[] memory tokenIds = contributions.review(reviewId).tokenIds;
        vm.prank(stranger);
        contributions.activate(tokenIds);
        _measure("contribution.activate16");
    }

    function test_persona__registered_and_activated__costs_what_the_snapshot_says() public {
        vm.prank(payer);
        registry.register(keccak256("first card"));
        _measure("persona.registerFirst");
        vm.prank(payer);
        uint256 personaId = registry.register(keccak256("card"));
        _measure("persona.register");
        vm.prank(address(timelock));
        registry.setActive(personaId, true);
        _measure("persona.activate");
        string memory uri = registry.tokenURI(personaId);
        vm.prank(payer);
        registry.register(uri);
        _measure("persona.registerByURI");
    }

    function _contributed(address contributor) private {
        vm.prank(contributor);
        contributions.contribute(1, IContributionNFT.Kind.Text, DIGEST);
    }

    function _contributeMany(address contributor, uint16 personaId, uint256 n) private {
        for (uint256 i = 0; i < n; ++i) {
            vm.prank(contributor);
            contributions.contribute(personaId, IContributionNFT.Kind.Text, keccak256(abi.encode(i)));
        }
    }

    function _reviewed(uint16 personaId, uint256 n) private {
        _contributeMany(holders[1], personaId, n);
        uint256 reviewId = contributions.openReview(personaId);
        _answer(contributions.questionId(reviewId), _values(_sixteen()));
        contributions.settleReview(reviewId);
    }

    function _sixteen() private pure returns (uint16[] memory values) {
        values = new uint16[](16);
        for (uint256 i = 0; i < 16; ++i) values[i] = uint16(1_000 + i);
    }
}
