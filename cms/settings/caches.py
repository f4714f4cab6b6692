"""Caches: a SQLite file shared by all processes, or Redis. Never one per process."""

from typing import Any

from cms.settings import env


def build_caches() -> dict[str, dict[str, Any]]:
    """Return CACHES for REDIS_URL, or the embedded database cache."""
    redis = env.url("REDIS_URL", schemes={"redis", "rediss", "unix"})
    if redis:
        return {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": redis,
                "KEY_PREFIX": "newsroom",
            }
        }
    return {
        "default": {
            "BACKEND": "cms.core.embedded_cache.EmbeddedCache",
            "LOCATION": "newsroom_cache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    }
