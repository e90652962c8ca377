# syntax=docker/dockerfile:1
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
# The caches stay with the builder, so that a change of ours does not compile the crates anew
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked && cp target/release/medvault /usr/local/bin/medvault

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin medvault
# Whom to trust when messages are sent
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
# Menus, texts, migrations, pages and the demo country are in the binary
COPY --from=build /usr/local/bin/medvault /usr/local/bin/medvault
USER 10001
ENV MEDVAULT_LISTEN=0.0.0.0:8080 MEDVAULT_LOG_FORMAT=json
EXPOSE 8080
# bash speaks enough HTTP for this, and it is there already
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["medvault"]
CMD ["serve"]
