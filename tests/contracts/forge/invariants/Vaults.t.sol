// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeeToken} from "./Hostile.sol";
import {Suite} from "./Suite.sol";
import {VaultModel} from "./VaultModel.sol";
import {VaultsHandler} from "./VaultsHandler.sol";
import {World} from "./World.sol";

/// @dev Two vaults that share the reward token, the native coin, and a token that keeps a part of each transfer.
contract VaultsInvariants is Suite {
    VaultModel private _model;

    function setUp() public {
        FeeToken feeToken = new FeeToken();
        address[] memory more = new address[](2);
        more[1] = address(feeToken);
        World world_ = new World(1, 3, more);
        _visit(world_);
        _model = new VaultModel(feeToken);
        feeToken.transfer(address(_model), feeToken.balanceOf(address(this)));
        for (uint16 personaId = 1; personaId <= 2; ++personaId) {
            uint256[] memory tokenIds = new uint256[](4);
            tokenIds[0] = personaId;
            for (uint256 i = 1; i < 4; ++i) tokenIds[i] = _contribute(holders[i % 3], personaId, DIGEST);
            _model.add(personaId - 1, _vault(personaId), tokenIds);
        }
        _target(address(new VaultsHandler(world_, _model)));
    }

    /// 1. A vault's balance of each asset covers all that is claimable.
    /// 2. Paid + held = income, to the wei; what rounding leaves is less than a unit each time.
    /// 3. The total weight is the sum of the weights. Each contribution gets what it would if every deposit were
    /// divided the
    /// moment it arrives: so a later deposit changes nothing that was earned before it, and a later weight has no
    /// share in an
    /// earlier deposit.
    function invariant_vaults() external view {
        _model.check();
    }
}
