import type { AnyGatherer } from '../core/gather.ts';
import ini from '../facts/config/ini.ts';
import toml from '../facts/config/toml.ts';
import lint from '../facts/python/lint.ts';
import pythonPlaces from '../facts/packaging/python-places.ts';
import setupScripts from '../facts/packaging/setup-script.ts';
import files from '../facts/projects/files.ts';
import projects from '../facts/projects/projects.ts';
import modules from '../facts/python/modules.ts';
import consoleScripts from '../facts/python/console-scripts.ts';
import loggers from '../facts/python/loggers.ts';
import moduleShape from '../facts/python/module-shape.ts';
import prints from '../facts/python/prints.ts';
import deserialization from '../facts/python/deserialization.ts';
import pythonTags from '../facts/python/python-tags.ts';
import yamlLoaders from '../facts/python/yaml-loaders.ts';

/** Every gatherer; the engine orders them by wave and by need. */
export const gatherers: readonly AnyGatherer[] = [toml, ini, setupScripts, pythonPlaces, projects, files, lint, modules, consoleScripts, loggers, moduleShape, prints, deserialization, pythonTags, yamlLoaders];
