// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IGenerationRounds} from "../../../../contracts/interfaces/IGenerationRounds.sol";
import {RevenueVault} from "../../../../contracts/RevenueVault.sol";
import {HookToken} from "../tokens/Tokens.sol";
import {Reentrant} from "../tokens/Accounts.sol";
import {Attack} from "../attacks/Attack.sol";

/// @dev Sets the weights of a vault and holds all its contributions.
contract SelfHolder is Reentrant {
    function ownerOf(uint256) external view returns (address) {
        return address(this);
    }
}

/// @dev Trap 7: rewards. In a vault beside the personas', with weights that the tests set.
contract RewardsTrapTest is Attack {
    HookToken private _hooks;
    RevenueVault private _own;

    function setUp() public {
        _deploy(1, 1, _native());
        _hooks = new HookToken();
        address[] memory assets = new address[](2);
        assets[1] = address(_hooks);
        _own = new RevenueVault(contributions, assets);
    }

    function _weigh(uint256 tokenId, uint96 weight) private {
        vm.prank(address(contributions));
        _own.setWeight(tokenId, weight);
    }

    function _earn(uint256 amount) private {
        vm.deal(address(this), amount);
        _own.payIn{value: amount}(address(0), amount);
    }

    function test_trap7__income_before_a_change_of_weights__is_shared_by_the_old_ones() public {
        _weigh(1, 100);
        vm.deal(address(_own), 1_000);
        _weigh(2, 900);

        eq(_own.claimable(1, address(0)), 1_000, "of the old");
        eq(_own.claimable(2, address(0)), 0, "of the new");
    }

    function test_trap7__what_was_earned_with_a_weight__stays_when_the_weight_goes() public {
        _weigh(1, 100);
        _earn(1_000);
        _weigh(1, 0);
        _weigh(2, 100);

        eq(_own.claimable(1, address(0)), 1_000, "earned");
        eq(_own.claimable(2, address(0)), 0, "of the next");
    }

    function test_trap7__shares_that_do_not_divide__are_rounded_down() public {
        for (uint256 i = 1; i <= 3; ++i) _weigh(i, 1);
        _earn(100);
        uint256 paid = _own.claim(1, address(0)) + _own.claim(2, address(0)) + _own.claim(3, address(0));

        eq(paid, 99, "paid");
        eq(address(_own).balance, 1, "dust stays");
    }

    function test_trap7__income_at_zero_weight__is_held_for_the_first() public {
        vm.deal(address(_own), 1_000);
        eq(_own.sync(address(0)), 0, "nothing shared");
        _weigh(1, 5);

        eq(_own.claim(1, address(0)), 1_000, "claimed");
    }

    function test_trap7__claim__is_paid_once() public {
        _weigh(1, 1);
        _weigh(2, 1);
        _earn(1_000);

        eq(_own.claim(1, address(0)), 500, "first");
        eq(_own.claim(1, address(0)), 0, "second");
    }

    function test_trap7__claim_within_a_claim__is_refused() public {
        _refusesWithin(abi.encodeCall(_own.claim, (1, address(0))));
    }

    function test_trap7__sync_within_a_claim__is_refused() public {
        _refusesWithin(abi.encodeCall(_own.sync, (address(0))));
    }

    function test_trap7__pay_in_within_a_claim__is_refused() public {
        _refusesWithin(abi.encodeCall(_own.payIn, (address(_hooks), 0)));
    }

    function test_trap7__claimable_within_a_claim__is_not_told() public {
        _refusesWithin(abi.encodeCall(_own.claimable, (1, address(0))));
    }

    function test_trap7__change_of_weights_within_a_claim__is_refused() public {
        SelfHolder weigher = new SelfHolder();
        RevenueVault own = new RevenueVault(IERC721(address(weigher)), new address[](1));
        weigher.act(address(own), abi.encodeCall(own.setWeight, (1, uint96(2))));
        vm.deal(address(own), 1_000);
        weigher.plan(address(own), abi.encodeCall(own.setWeight, (1, uint96(1_000))));
        own.claim(1, address(0));

        eq(weigher.calls(), 1, "it tried");
        eq(own.weightOf(1), 2, "and was refused");
    }

    function test_trap7__vote_without_weight__is_refused() public {
        uint256 roundId = _votingRound(3);
        vm.expectRevert(abi.encodeWithSelector(IGenerationRounds.RoundsNoVotingPower.selector, stranger));
        vm.prank(stranger);
        rounds.castVote(roundId, 0);
    }

    /// @dev The holder of contribution 1 calls the vault back while it is being paid.
    function _refusesWithin(bytes memory call) private {
        Reentrant holder = new Reentrant();
        _giveCard(1, address(holder));
        _weigh(1, 1);
        _weigh(2, 1);
        _earn(1_000);
        holder.plan(address(_own), call);
        _own.claim(1, address(0));

        eq(holder.calls(), 1, "it tried");
        isTrue(!holder.succeeded(0), "and was refused");
        eq(address(holder).balance, 500, "paid once");
    }
}
