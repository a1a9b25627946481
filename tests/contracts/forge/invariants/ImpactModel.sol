// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionNFT} from "../../../../contracts/interfaces/IContributionNFT.sol";
import {Visitor} from "./Handler.sol";
import {World} from "./World.sol";

/// @dev What contributions were worth when something happened to them: impacts only grow, and weights are impacts
/// that were
/// activated.
contract ImpactModel is Visitor {
    mapping(uint256 tokenId => uint256) public impact;
    mapping(uint256 tokenId => uint256) public weight;

    constructor(World world_) {
        _visit(world_);
        for (uint256 i = 1; i <= contributions.contributionCount(); ++i) {
            impact[i] = contributions.contribution(i).impact;
            weight[i] = impact[i];
        }
    }

    /// @dev A review ended: what it gave.
    function decided(uint256 tokenId) external returns (uint256) {
        impact[tokenId] = contributions.contribution(tokenId).impact;
        return impact[tokenId];
    }

    function activated(uint256 tokenId) external {
        weight[tokenId] = impact[tokenId];
    }

    /// @dev Training added; what was due before is weight from now on.
    function added(uint256 tokenId, uint256 activeAtBefore, uint256 amount) external {
        if (amount == 0) return;
        if (_now() >= activeAtBefore) weight[tokenId] = impact[tokenId];
        impact[tokenId] += amount;
    }

    /// @param personas The first personas.
    function check(uint256 personas) external view {
        uint256[] memory totals = new uint256[](personas + 1);
        uint256 count = contributions.contributionCount();
        for (uint256 id = 1; id <= count; ++id) {
            IContributionNFT.Contribution memory c = contributions.contribution(id);
            eq(c.impact, impact[id], "only reviews and training give impact");
            if (c.personaId > personas) continue;
            totals[c.personaId] += weight[id];
            eq(_vault(c.personaId).weightOf(id), weight[id], "a weight is the impact that was activated");
        }
        for (uint256 i = 1; i <= personas; ++i) {
            eq(_vault(i).totalWeight(), totals[i], "a vault's weight is the sum of its active impacts");
        }
    }
}
