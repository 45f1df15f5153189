import type { AnyGatherer } from '../core/gather.ts';
import ini from '../facts/config/ini.ts';
import toml from '../facts/config/toml.ts';
import lint from '../facts/python/lint.ts';
import modules from '../facts/python/modules.ts';
import consoleScripts from '../facts/python/console-scripts.ts';
import loggers from '../facts/python/loggers.ts';
import moduleShape from '../facts/python/module-shape.ts';
import prints from '../facts/python/prints.ts';

/** Every gatherer; the engine orders them by wave and by need. */
export const gatherers: readonly AnyGatherer[] = [toml, ini, lint, modules, consoleScripts, loggers, moduleShape, prints];
