import type { Practice } from '../core/practice.ts';
import moduleLength from './layout/module-length.ts';
import structuredLogging from './logging/structured-logging.ts';
import mypy from './tooling/mypy.ts';
import pytest from './tooling/pytest.ts';
import ruff from './tooling/ruff.ts';
import safeDeserialization from './security/safe-deserialization.ts';
import httpTimeouts from './http/http-timeouts.ts';

/** Every practice, in checklist order. */
export const practices: readonly Practice[] = [moduleLength, ruff, mypy, pytest, structuredLogging, httpTimeouts, safeDeserialization];
