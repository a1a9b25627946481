// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Gas} from "./Gas.sol";

/// @dev Of a second job, while another persona's is open.
/// forge-config: default.isolate = true
contract TrainingGasTest is Gas {
    function setUp() public {
        _deploy(4, 2, new address[](0));
        _approve(address(timelock), address(training));
        _request(2);
        _request(3);
        _submitted(1);
        training.openEvaluation(1);
        _answer(training.evaluationQuestion(1), _value(5_600));
        training.settle(1);
    }

    function test_training__of_a_model__costs_what_the_snapshot_says() public {
        uint256 jobId = _request(1);
        _measure("training.request");
        _submitted(jobId);
        _measure("training.submitModel");
        _skip(1 minutes);
        vm.prank(stranger);
        training.openEvaluation(jobId);
        _measure("training.openEvaluation");
        _answer(training.evaluationQuestion(jobId), _value(6_000));
        vm.prank(stranger);
        training.settle(jobId);
        _measure("training.settle");
    }

    function _request(uint16 personaId) private returns (uint256 jobId) {
        vm.prank(address(timelock));
        jobId = training.request(personaId, DIGEST, DIGEST, 2);
    }

    function _submitted(uint256 jobId) private {
        address leader = committee.leader(training.evaluationQuestion(jobId));
        vm.prank(leader);
        training.submitModel(jobId, keccak256("model"));
        _skip(1 minutes);
    }

    function _value(uint16 winRate) private pure returns (bytes memory) {
        uint16[] memory values = new uint16[](1);
        values[0] = winRate;
        return _values(values);
    }
}
