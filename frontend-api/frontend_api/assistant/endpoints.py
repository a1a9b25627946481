"""The assistant's endpoints."""

from fastapi import APIRouter

from frontend_api.assistant import drafts, generate, outcomes, scores, simulations, teaching

router = APIRouter()
for part in (generate, scores, simulations, drafts, outcomes, teaching):
    router.include_router(part.router)
