"""What the pipeline needs from the outside, as protocols; adapters stand in their own folders."""

from oracle.ports.blocks import BlockStore, ContentStore
from oracle.ports.embedder import Embedder
from oracle.ports.engine import TextEngine, Tokens, WriteRequest, Written
from oracle.ports.questions import (
    Answerer,
    Question,
    QuestionChain,
    QuestionStore,
    QuestionView,
    TrainingEvaluator,
)
from oracle.ports.reviews import (
    Acceptance,
    ActivationView,
    Contribution,
    Queue,
    QueueView,
    Review,
    ReviewChain,
    ReviewStore,
    ReviewView,
)
from oracle.ports.rounds import (
    Proposal,
    RosterPersona,
    RoundChain,
    RoundState,
    RoundStore,
    RoundView,
    Submission,
)
from oracle.ports.signer import Signer
from oracle.ports.talk import Answer, Talker, TalkRequest, Turn
from oracle.ports.work import Executor, Job, Plain, Task

__all__ = [
    "Acceptance",
    "ActivationView",
    "Answer",
    "Answerer",
    "BlockStore",
    "ContentStore",
    "Contribution",
    "Embedder",
    "Executor",
    "Job",
    "Plain",
    "Proposal",
    "Question",
    "QuestionChain",
    "QuestionStore",
    "QuestionView",
    "Queue",
    "QueueView",
    "Review",
    "ReviewChain",
    "ReviewStore",
    "ReviewView",
    "RosterPersona",
    "RoundChain",
    "RoundState",
    "RoundStore",
    "RoundView",
    "Signer",
    "Submission",
    "TalkRequest",
    "Talker",
    "Task",
    "TextEngine",
    "Tokens",
    "TrainingEvaluator",
    "Turn",
    "WriteRequest",
    "Written",
]
