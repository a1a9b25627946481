// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ContributionNFT} from "../../../../contracts/ContributionNFT.sol";
import {PersonaRegistry} from "../../../../contracts/PersonaRegistry.sol";
import {RevenueFactory} from "../../../../contracts/RevenueFactory.sol";
import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {IRevenueFactory} from "../../../../contracts/interfaces/IRevenueFactory.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Stage} from "../Stage.sol";

contract ContributionsTest is Stage {
    function setUp() public {
        _deploy(3, 1, new address[](0));
    }

    function test_review__of_value_zero__rejects() public {
        uint256 tokenId = _contribute(holders[0], 1, DIGEST);
        _skip(1 days);
        uint256 reviewId = contributions.openReview(1);
        _answer(contributions.questionId(reviewId), _values(new uint16[](1)));
        contributions.settleReview(reviewId);

        isTrue(contributions.contribution(tokenId).status == IContributionNFT.Status.Rejected, "rejected");
        eq(contributions.contribution(tokenId).impact, 0, "impact");
    }

    function test_tokenURI__of_a_card__says_what_it_is() public view {
        bytes memory json = abi.encodePacked(
            '{"name":"Troupe contribution #3","description":"Given to persona 3 of Troupe. ',
            'Its holder is paid its share of what the persona earns.","external_url":"',
            registry.tokenURI(3),
            '","attributes":[{"trait_type":"Kind","value":"card"},{"trait_type":"Status","value":"accepted"},',
            '{"display_type":"number","trait_type":"Persona","value":3},',
            '{"display_type":"number","trait_type":"Impact","value":1000000}]}'
        );
        string memory uri = string.concat("data:application/json;base64,", Base64.encode(json));
        eq(keccak256(bytes(contributions.tokenURI(3))), keccak256(bytes(uri)), "uri");
    }

    function test_mintGenesis__before_parameters__is_refused() public {
        PersonaRegistry fresh = new PersonaRegistry(token, address(timelock), address(this), 0);
        ContributionNFT bare = new ContributionNFT(fresh, token, committee, address(this));
        fresh.wire(address(bare), address(new RevenueFactory(bare, address(token), new address[](0))));
        uint256 personaId = fresh.register(DIGEST);
        vm.expectRevert(abi.encodeWithSelector(IContributionNFT.ContributionInvalidParameters.selector));
        fresh.setActive(personaId, true);
    }

    function test_factory__with_five_assets_or_one_twice__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IRevenueFactory.FactoryTooManyAssets.selector, 5));
        new RevenueFactory(contributions, address(token), new address[](4));

        address[] memory twice = new address[](1);
        twice[0] = address(token);
        vm.expectRevert(abi.encodeWithSelector(IRevenueFactory.FactoryDuplicateAsset.selector, address(token)));
        new RevenueFactory(contributions, address(token), twice);
    }

    function test_contribute__of_a_card_or_nothing_or_to_nobody__is_refused() public {
        vm.startPrank(holders[0]);
        vm.expectRevert(abi.encodeWithSelector(IContributionNFT.ContributionInactivePersona.selector, 17));
        contributions.contribute(17, IContributionNFT.Kind.Text, DIGEST);
        vm.expectRevert(
            abi.encodeWithSelector(IContributionNFT.ContributionInvalidKind.selector, IContributionNFT.Kind.Card)
        );
        contributions.contribute(1, IContributionNFT.Kind.Card, DIGEST);
        vm.expectRevert(abi.encodeWithSelector(IContributionNFT.ContributionEmptyDigest.selector));
        contributions.contribute(1, IContributionNFT.Kind.Text, 0);
    }

    function test_openReview__of_an_empty_queue__is_refused() public {
        vm.expectRevert(abi.encodeWithSelector(IContributionNFT.ContributionNothingPending.selector, 1));
        contributions.openReview(1);
        eq(contributions.reviewCount(), 0, "reviews");
    }

    function test_activate__of_a_pending_contribution__is_refused() public {
        uint256[] memory tokenIds = new uint256[](1);
        tokenIds[0] = _contribute(holders[0], 1, DIGEST);
        bytes4 refusal = IContributionNFT.ContributionNotAccepted.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, tokenIds[0], IContributionNFT.Status.Pending));
        contributions.activate(tokenIds);
    }

    function test_addParameters__without_genesis_impact__is_refused() public {
        IContributionNFT.Parameters memory p = _contributionParameters();
        p.genesisImpact = 0;
        vm.expectRevert(abi.encodeWithSelector(IContributionNFT.ContributionInvalidParameters.selector));
        vm.prank(address(timelock));
        contributions.addParameters(p);
    }

    function test_vault__reads__are_those_of_its_persona_and_factory() public view {
        eq(_vault(3).personaId(), 3, "persona");
        eq(_vault(3).assets().length, 1, "assets of the vault");
        eq(factory.assets()[0], address(token), "assets of all");
    }
}
