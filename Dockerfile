# One image for every process of the service; which one it is, is said by the command (see docker-compose.yml).
FROM python:3.13-slim-trixie

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-ocr-b \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=ekrav.settings EKRAV_BIND=0.0.0.0

COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/runtime.txt

COPY . .
# The code belongs to root; the service may write to its state folder only.
RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin ekrav \
    && install -d -o ekrav -g ekrav -m 700 .data
USER 10001

EXPOSE 8000 8001
CMD ["python", "-m", "ops", "serve", "web"]
