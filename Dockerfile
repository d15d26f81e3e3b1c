# The image of `thac`: `prepare`, worker and API of the deployment in docker-compose.yml.
# Not built so far.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv /app/thac
# The locked packages first: they change seldom, the program often.
COPY requirements/ requirements/
RUN /app/thac/bin/pip install --require-hashes --requirement requirements/runtime.lock
RUN python -m venv /app/build \
    && /app/build/bin/pip install --require-hashes --requirement requirements/dev.lock
COPY . .
RUN /app/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /app/thac/bin/pip install --no-deps /wheels/thac-*.whl

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Thác" org.opencontainers.image.licenses="GPL-3.0-or-later"
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/thac thac
COPY --from=build /app/thac /app/thac
ENV PATH=/app/thac/bin:$PATH PYTHONUNBUFFERED=1 THAC_HOME=/var/lib/thac
USER thac
WORKDIR /var/lib/thac
VOLUME /var/lib/thac
ENTRYPOINT ["thac"]
CMD ["--help"]
