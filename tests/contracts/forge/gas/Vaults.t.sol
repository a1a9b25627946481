// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RevenueVault} from "../../../../contracts/RevenueVault.sol";
import {IRevenueFactory} from "../../../../contracts/interfaces/IRevenueFactory.sol";
import {Gas} from "./Gas.sol";

/// @dev Claims and income of a vault with many contributors. The first is the persona's card; the weights of the others
/// are set as the contributions contract would, without the life of a contribution before that.
/// forge-config: default.isolate = true
contract VaultsGasTest is Gas {
    function setUp() public {
        _deploy(1, 2, new address[](0));
        vm.prank(holders[0]);
        token.transfer(registrant, WEALTH / 4);
        _fundPayer();
    }

    function test_vault__of_10_contributors__costs_what_the_snapshot_says() public {
        _measureVault(10, "");
    }

    function test_vault__of_1000_contributors__costs_what_the_snapshot_says() public {
        _measureVault(1_000, "1000");
    }

    function test_vault__of_10000_contributors__costs_what_the_snapshot_says() public {
        _measureVault(10_000, "10000");
    }

    function test_claims__of_ten_personas__cost_what_the_snapshot_says() public {
        IRevenueFactory.Claim[] memory claims = new IRevenueFactory.Claim[](10);
        for (uint256 i = 0; i < 10; ++i) {
            _addContributors(_vault(i + 1), 10);
            _earnBefore(_vault(i + 1), i + 1);
            _payIn(_vault(i + 1));
            claims[i] = IRevenueFactory.Claim(i + 1, i + 1, address(token));
        }
        vm.prank(registrant);
        factory.claimMany(claims);
        _measure("factory.claimMany10");
    }

    /// @dev Besides a claim of income that is shared already, one after a prize, which comes by a plain transfer and is
    /// shared by whoever claims first, and one to a holder whose tokens have votes.
    function _measureVault(uint256 n, string memory suffix) private {
        RevenueVault vault = _vault(1);
        _addContributors(vault, n);
        _payIn(vault);
        _claim(vault);
        _measure(string.concat("vault.claimFirst", suffix));
        _payIn(vault);
        _measure(string.concat("vault.payIn", suffix));
        _claim(vault);
        _measure(string.concat("vault.claim", suffix));

        vm.prank(holders[1]);
        token.transfer(address(vault), BOUNTY);
        _claim(vault);
        _measure(string.concat("vault.claimAfterPrize", suffix));

        vm.prank(registrant);
        token.delegate(registrant);
        _skip(1 minutes);
        _payInFrom(holders[0], vault);
        _measure(string.concat("vault.payInDelegated", suffix));
        _claim(vault);
        _measure(string.concat("vault.claimDelegated", suffix));
    }

    function _addContributors(RevenueVault vault, uint256 n) private {
        vm.startPrank(address(contributions));
        for (uint256 i = 1; i < n; ++i) vault.setWeight(PERSONAS + i, uint96(1_000 + i));
        vm.stopPrank();
    }

    /// @dev So that it was paid in and claimed before.
    function _earnBefore(RevenueVault vault, uint256 tokenId) private {
        _payIn(vault);
        vault.claim(tokenId, address(token));
    }

    function _payIn(RevenueVault vault) private {
        _payInFrom(payer, vault);
    }

    function _payInFrom(address from, RevenueVault vault) private {
        _approve(from, address(vault));
        vm.prank(from);
        vault.payIn(address(token), BOUNTY);
    }

    function _claim(RevenueVault vault) private {
        vm.prank(registrant);
        vault.claim(1, address(token));
    }
}
