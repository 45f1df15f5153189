import type { AnyFixer } from '../source/core/fixer.ts';
import moduleSplit from './layout/module-split.ts';
import printToLogger from './logging/print-to-logger.ts';
import ruamelSafe from './security/ruamel-safe.ts';
import yamlSafeLoad from './security/yaml-safe-load.ts';

/** Every fixer; the order is the one in which a batch runs them where `after` does not say. */
export const fixers: readonly AnyFixer[] = [moduleSplit, printToLogger, yamlSafeLoad, ruamelSafe];
