import type { AnyGatherer } from '../core/gather.ts';
import awsClients from '../facts/aws/aws-clients.ts';
import bucketUses from '../facts/aws/bucket-uses.ts';
import cdk from '../facts/aws/cdk.ts';
import handlers from '../facts/aws/handlers.ts';
import queueSends from '../facts/aws/queue-sends.ts';
import failurePaths from '../facts/python/failure-paths.ts';
import settingReads from '../facts/aws/setting-reads.ts';
import heavyImports from '../facts/aws/heavy-imports.ts';
import ci from '../facts/ci/ci.ts';
import ciFiles from '../facts/ci/files.ts';
import ini from '../facts/config/ini.ts';
import toml from '../facts/config/toml.ts';
import importPaths from '../facts/python/import-paths.ts';
import keyUses from '../facts/python/key-uses.ts';
import lint from '../facts/python/lint.ts';
import envFiles from '../facts/packaging/env-files.ts';
import ignores from '../facts/packaging/ignores.ts';
import installLines from '../facts/packaging/install-lines.ts';
import layouts from '../facts/packaging/layout.ts';
import locks from '../facts/packaging/locks.ts';
import packaging from '../facts/packaging/packaging.ts';
import pythonPlaces from '../facts/packaging/python-places.ts';
import requirements from '../facts/packaging/requirements.ts';
import setupScripts from '../facts/packaging/setup-script.ts';
import files from '../facts/projects/files.ts';
import projects from '../facts/projects/projects.ts';
import modules from '../facts/python/modules.ts';
import consoleScripts from '../facts/python/console-scripts.ts';
import loggers from '../facts/python/loggers.ts';
import logUse from '../facts/python/log-use.ts';
import moduleShape from '../facts/python/module-shape.ts';
import parsers from '../facts/python/parsers.ts';
import prints from '../facts/python/prints.ts';
import telemetry from '../facts/python/telemetry.ts';
import globalState from '../facts/python/global-state.ts';
import dataModels from '../facts/python/data-models.ts';
import deserialization from '../facts/python/deserialization.ts';
import pythonTags from '../facts/python/python-tags.ts';
import inputUse from '../facts/python/input-use.ts';
import secrets from '../facts/security/secrets.ts';
import yamlLoaders from '../facts/python/yaml-loaders.ts';
import devDependencies from '../facts/packaging/dev-dependencies.ts';
import buckets from '../facts/templates/buckets.ts';
import dockerfiles from '../facts/templates/dockerfiles.ts';
import functions from '../facts/templates/functions.ts';
import templates from '../facts/templates/templates.ts';
import terraform from '../facts/templates/terraform.ts';
import annotations from '../facts/tools/annotations.ts';
import mypyConfigs from '../facts/tools/mypy-configs.ts';
import coverageConfigs from '../facts/tools/coverage-configs.ts';
import namedCoverageConfigs from '../facts/tools/named-coverage-configs.ts';
import coverageServices from '../facts/tools/coverage-services.ts';
import gitHooks from '../facts/tools/git-hooks.ts';
import hookReach from '../facts/tools/hook-reach.ts';
import preCommit from '../facts/tools/pre-commit.ts';
import pytestConfigs from '../facts/tools/pytest-configs.ts';
import ruffConfigs from '../facts/tools/ruff-configs.ts';
import ruffRuns from '../facts/tools/ruff-runs.ts';
import serviceImages from '../facts/tests/service-images.ts';
import testCode from '../facts/tests/test-code.ts';
import testUse from '../facts/tools/test-use.ts';
import toolPins from '../facts/tools/tool-pins.ts';
import http from '../facts/python/http.ts';
import httpAdapters from '../facts/python/http-adapters.ts';

/** Every gatherer; the engine orders them by wave and by need. */
export const gatherers: readonly AnyGatherer[] = [
	templates,
	dockerfiles,
	terraform,
	functions,
	buckets,
	cdk,
	bucketUses,
	awsClients,
	handlers,
	heavyImports,
	queueSends,
	failurePaths,
	settingReads,
	keyUses,
	devDependencies,
	annotations,
	mypyConfigs,
	coverageConfigs,
	namedCoverageConfigs,
	coverageServices,
	gitHooks,
	hookReach,
	preCommit,
	pytestConfigs,
	ruffConfigs,
	ruffRuns,
	testUse,
	serviceImages,
	testCode,
	toolPins,
	toml,
	ini,
	setupScripts,
	pythonPlaces,
	locks,
	requirements,
	envFiles,
	installLines,
	ignores,
	projects,
	files,
	packaging,
	layouts,
	importPaths,
	lint,
	modules,
	consoleScripts,
	loggers,
	logUse,
	moduleShape,
	parsers,
	prints,
	telemetry,
	dataModels,
	globalState,
	deserialization,
	pythonTags,
	yamlLoaders,
	secrets,
	inputUse,
	ciFiles,
	ci,
	http,
	httpAdapters,
];
