// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @dev What an account implements that wants to hear of its transfers.
interface IHooked {
    function onTokens(address from, address to, uint256 amount) external;
}

/// @dev A token that anyone can mint.
abstract contract FreeToken is ERC20 {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @dev Calls whoever asked for it, the sender before a transfer and the receiver after it, as ERC-777 does.
contract HookToken is FreeToken {
    mapping(address account => bool) private _listens;

    constructor() ERC20("Hooks", "HOOK") {}

    function listen() external {
        _listens[msg.sender] = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_listens[from]) IHooked(from).onTokens(from, to, amount);
        super._update(from, to, amount);
        if (_listens[to]) IHooked(to).onTokens(from, to, amount);
    }
}

/// @dev Keeps a hundredth of each transfer.
contract FeeToken is FreeToken {
    constructor() ERC20("Fees", "FEE") {}

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(to, address(0), amount / 100);
    }
}

/// @dev Balances shrink by themselves; transfers can be stopped.
contract ShrinkingToken is FreeToken {
    bool public stopped;

    error Stopped();

    constructor() ERC20("Shrinks", "LESS") {}

    function shrink(address account, uint256 amount) external {
        _burn(account, amount);
    }

    function stop(bool stopped_) external {
        stopped = stopped_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (stopped) revert Stopped();
        super._update(from, to, amount);
    }
}

/// @dev Returns nothing where ERC-20 returns a boolean, as USDT does.
contract SilentToken {
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}
