# numerim in a container, on the folder that is mounted at /data:
#   docker build --tag numerim .
#   docker run --rm --volume "$PWD:/data" numerim check results.csv
# What is published belongs to whoever runs it with: --user "$(id -u):$(id -g)"
# With Prefect, for a schedule: --build-arg EXTRAS=[schedule]
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
ARG EXTRAS=""
WORKDIR /numerim
COPY pyproject.toml README.md LICENSE CHANGELOG.md requirements.lock ./
COPY src src
COPY schemas schemas
COPY flows flows
COPY seeds seeds
# The versions of requirements.lock, of which only those are installed that numerim needs.
RUN sed -n 's/^\([a-z0-9][^ ]*==[^ ]*\( ;[^\\]*\)\{0,1\}\) \\$/\1/p' requirements.lock > constraints.txt
RUN python3 -m venv /opt/numerim \
    && /opt/numerim/bin/pip wheel --quiet --no-deps --wheel-dir dist . \
    && wheel=$(ls dist/numerim-*.whl) \
    && /opt/numerim/bin/pip install --quiet --constraint constraints.txt "$wheel$EXTRAS"

FROM python:${PYTHON}-slim
COPY --from=build /opt/numerim /opt/numerim
RUN useradd --create-home numerim && mkdir -p /data && chown numerim /data
ENV PATH=/opt/numerim/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER numerim
WORKDIR /data
ENTRYPOINT ["numerim"]
CMD ["--help"]
