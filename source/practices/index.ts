import type { Practice } from '../core/practice.ts';
import pythonVersion from './packaging/python-version.ts';
import uv from './packaging/uv.ts';
import structuredLogsEverywhere from './golden-rules/structured-logs-everywhere.ts';
import telemetryByDefault from './golden-rules/telemetry-by-default.ts';
import secretsInParameterStore from './golden-rules/secrets-in-parameter-store.ts';
import lambdaInShort from './golden-rules/lambda-in-short.ts';
import appConfiguration from './aws/app-configuration.ts';
import featureFlags from './aws/feature-flags.ts';
import messageQueues from './aws/message-queues.ts';
import keyManagement from './aws/key-management.ts';
import s3Buckets from './aws/s3-buckets.ts';
import iamPermissions from './aws/iam-permissions.ts';
import lambdaRuntime from './aws/lambda-runtime.ts';
import lambdaLimits from './aws/lambda-limits.ts';
import lambdaRetries from './aws/lambda-retries.ts';
import powertools from './aws/powertools.ts';
import lambdaImports from './aws/lambda-imports.ts';
import lambdaAsyncio from './aws/lambda-asyncio.ts';
import srcLayout from './layout/src-layout.ts';
import moduleLength from './layout/module-length.ts';
import structuredLogging from './logging/structured-logging.ts';
import logFields from './logging/log-fields.ts';
import telemetry from './logging/telemetry.ts';
import mypy from './tooling/mypy.ts';
import coverage from './tooling/coverage.ts';
import devTools from './tooling/dev-tools.ts';
import pytest from './tooling/pytest.ts';
import preCommit from './tooling/pre-commit.ts';
import ciGates from './tooling/ci-gates.ts';
import uvInCi from './tooling/uv-in-ci.ts';
import ruff from './tooling/ruff.ts';
import { ears } from './requirements/ears.ts';
import { finalItems } from './requirements/final-items.ts';
import safeDeserialization from './security/safe-deserialization.ts';
import secrets from './security/secrets.ts';
import securityScans from './security/security-scans.ts';
import inputValidation from './security/input-validation.ts';
import httpTimeouts from './http/http-timeouts.ts';
import awsClientConfig from './http/aws-client-config.ts';
import unitTests from './testing/unit-tests.ts';
import dataModels from './performance/data-models.ts';
import profiling from './performance/profiling.ts';
import integrationTests from './testing/integration-tests.ts';
import contractTests from './testing/contract-tests.ts';
import propertyTests from './testing/property-tests.ts';
import mutationTests from './testing/mutation-tests.ts';
import globalState from './performance/global-state.ts';

/** Every practice, in checklist order. */
export const practices: readonly Practice[] = [
	pythonVersion,
	uv,
	ciGates,
	structuredLogsEverywhere,
	telemetryByDefault,
	secretsInParameterStore,
	lambdaInShort,
	srcLayout,
	moduleLength,
	uvInCi,
	ruff,
	mypy,
	pytest,
	coverage,
	preCommit,
	devTools,
	structuredLogging,
	logFields,
	telemetry,
	appConfiguration,
	featureFlags,
	messageQueues,
	keyManagement,
	s3Buckets,
	iamPermissions,
	lambdaRuntime,
	lambdaImports,
	powertools,
	lambdaLimits,
	lambdaRetries,
	lambdaAsyncio,
	httpTimeouts,
	awsClientConfig,
	unitTests,
	integrationTests,
	contractTests,
	propertyTests,
	mutationTests,
	securityScans,
	safeDeserialization,
	secrets,
	inputValidation,
	dataModels,
	globalState,
	profiling,
	...ears,
	...finalItems,
];
