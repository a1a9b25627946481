// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {IRewardToken} from "./interfaces/IRewardToken.sol";

contract RewardToken is IRewardToken, ERC20Permit, ERC20Votes, Ownable {
    /// @inheritdoc IRewardToken
    uint256 public immutable cap;

    /// @inheritdoc IRewardToken
    address public immutable treasury;

    /// @param owner_ The timelock: who mints, and the treasury.
    constructor(
        string memory name_,
        string memory symbol_,
        uint256 cap_,
        address owner_,
        Allocation[] memory allocations
    ) ERC20(name_, symbol_) ERC20Permit(name_) Ownable(owner_) {
        cap = cap_;
        // Ownable refuses zero.
        // slither-disable-next-line missing-zero-check
        treasury = owner_;
        for (uint256 i = 0; i < allocations.length; ++i) _mint(allocations[i].account, allocations[i].amount);
    }

    /// @inheritdoc IRewardToken
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }

    /// @notice Block time in Unix seconds.
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @notice Says that the clock is block time, as ERC-6372 wants it said.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice How many signatures of `account` were used, permits and delegations together.
    function nonces(address account) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(account);
    }

    /// @dev The treasury's tokens have no votes, so that a quorum means people.
    function _delegate(address account, address delegatee) internal override {
        if (account == treasury) revert TokenTreasuryCannotDelegate();
        super._delegate(account, delegatee);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }

    /// @dev Above it a mint reverts with ERC20ExceededSafeSupply.
    // ERC20Votes asks for it at each mint.
    // slither-disable-next-line dead-code
    function _maxSupply() internal view override returns (uint256) {
        return Math.min(cap, super._maxSupply());
    }
}
