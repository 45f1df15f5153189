import type { AnyFixer } from '../source/core/fixer.ts';
import moduleSplit from './layout/module-split.ts';
import printToLogger from './logging/print-to-logger.ts';
import annotateNone from './tooling/annotate-none.ts';
import mypyConfig from './tooling/mypy-config.ts';
import pytestConfig from './tooling/pytest-config.ts';
import ruffConfig from './tooling/ruff-config.ts';
import ruffFix from './tooling/ruff-fix.ts';
import ruffFormat from './tooling/ruff-format.ts';
import ruamelSafe from './security/ruamel-safe.ts';
import yamlSafeLoad from './security/yaml-safe-load.ts';
import httpTimeout from './http/http-timeout.ts';
import retryBounds from './http/retry-bounds.ts';
import tenacityJitter from './http/tenacity-jitter.ts';

/** Every fixer; the order is the one in which a batch runs them where `after` does not say. */
export const fixers: readonly AnyFixer[] = [ruffConfig, ruffFix, ruffFormat, mypyConfig, annotateNone, pytestConfig, moduleSplit, printToLogger, yamlSafeLoad, ruamelSafe, httpTimeout, retryBounds, tenacityJitter];
