import type { AnyFixer } from '../source/core/fixer.ts';
import moduleSplit from './layout/module-split.ts';
import printToLogger from './logging/print-to-logger.ts';
import ruffFormat from './tooling/ruff-format.ts';
import ruamelSafe from './security/ruamel-safe.ts';
import yamlSafeLoad from './security/yaml-safe-load.ts';
import httpTimeout from './http/http-timeout.ts';
import retryBounds from './http/retry-bounds.ts';
import tenacityJitter from './http/tenacity-jitter.ts';

/** Every fixer; the order is the one in which a batch runs them where `after` does not say. */
export const fixers: readonly AnyFixer[] = [ruffFormat, moduleSplit, printToLogger, yamlSafeLoad, ruamelSafe, httpTimeout, retryBounds, tenacityJitter];
