# Images: `docker build --target operator|engine|api -t troupe-operator .`  The steps are the Makefile's.
FROM python:3.11-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PATH=/venv/bin:$PATH
RUN useradd --uid 10001 --create-home troupe && install -d -o troupe -g troupe -m 700 /var/lib/troupe
WORKDIR /app

FROM base AS installed
RUN python -m venv /venv
COPY pyproject.toml constraints.txt LICENSE ./
COPY oracle oracle
COPY deployments deployments
COPY frontend-api/frontend_api frontend-api/frontend_api
RUN pip install --no-cache-dir --constraint constraints.txt --editable '.[scale]'

FROM installed AS models
RUN pip install --no-cache-dir --constraint constraints.txt --editable '.[models]'

FROM node:20-bookworm-slim AS page
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY frontend-api/openapi.json frontend-api/
COPY frontend-api/web frontend-api/web
COPY deployments/abi deployments/abi
RUN npm ci --no-audit --no-fund && npm run build --workspace frontend-api/web

FROM base AS engine
COPY --from=models /venv /venv
COPY --from=models /app /app
USER troupe
ENV HF_HOME=/var/lib/troupe
VOLUME /var/lib/troupe
HEALTHCHECK --interval=30s --timeout=5s --start-period=30m CMD ["python", "-c", \
    "import urllib.request as r; r.urlopen('http://127.0.0.1:8100/health', timeout=4)"]
ENTRYPOINT ["python", "-m", "oracle", "engine"]

FROM base AS api
COPY --from=installed /venv /venv
COPY --from=installed /app /app
COPY --from=page /app/frontend-api/web/dist frontend-api/web/dist
USER troupe
WORKDIR /var/lib/troupe
ENV TROUPE_DEPLOYMENTS=/app/deployments
VOLUME /var/lib/troupe
HEALTHCHECK --interval=30s --timeout=5s --start-period=1m CMD ["python", "-c", \
    "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["python", "-m", "frontend_api"]
CMD ["run", "--host", "0.0.0.0", "--port", "8000"]

FROM base AS operator
COPY --from=installed /venv /venv
COPY --from=installed /app /app
USER troupe
WORKDIR /var/lib/troupe
ENV TROUPE_DEPLOYMENTS=/app/deployments TROUPE_HEALTH_PORT=9464
VOLUME /var/lib/troupe
HEALTHCHECK --interval=30s --timeout=5s --start-period=2m CMD ["python", "-c", \
    "import urllib.request as r; r.urlopen('http://127.0.0.1:9464/health', timeout=4)"]
ENTRYPOINT ["python", "-m", "oracle"]
CMD ["run"]
