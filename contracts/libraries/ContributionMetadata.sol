// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {IContributionNFT} from "../interfaces/IContributionNFT.sol";
import {ContentURI} from "./ContentURI.sol";

/// @title A contribution's ERC-721 metadata, made from what the chain knows of it
/// @notice JSON by ERC-721's metadata schema, with attributes as marketplaces read them. Nothing in it is anyone's text:
/// numbers, fixed words and the document's address alone, so nothing has to be escaped.
library ContributionMetadata {
    using Strings for uint256;

    /// @notice The metadata as `data:application/json;base64,…`.
    function tokenURI(uint256 tokenId, IContributionNFT.Contribution memory c) internal pure returns (string memory) {
        bytes memory json = abi.encodePacked(
            '{"name":"Troupe contribution #',
            tokenId.toString(),
            '","description":"Given to persona ',
            uint256(c.personaId).toString(),
            " of Troupe. Its holder is paid its share of what the persona earns.",
            '","external_url":"',
            ContentURI.fromDigest(c.digest),
            '","attributes":[',
            _text("Kind", _kind(c.kind)),
            _text("Status", _status(c.status)),
            _number("Persona", c.personaId),
            '{"display_type":"number","trait_type":"Impact","value":',
            uint256(c.impact).toString(),
            "}]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    function _text(string memory trait, string memory value) private pure returns (bytes memory) {
        return abi.encodePacked('{"trait_type":"', trait, '","value":"', value, '"},');
    }

    function _number(string memory trait, uint256 value) private pure returns (bytes memory) {
        return abi.encodePacked('{"display_type":"number","trait_type":"', trait, '","value":', value.toString(), "},");
    }

    function _kind(IContributionNFT.Kind kind) private pure returns (string memory) {
        return ["card", "text", "conversation", "image", "audio", "model"][uint256(kind)];
    }

    function _status(IContributionNFT.Status status) private pure returns (string memory) {
        return ["pending", "accepted", "rejected", "reviewing", "returned"][uint256(status)];
    }
}
