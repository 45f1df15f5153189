import type { AnyFixer } from '../source/core/fixer.ts';
import lambdaTimeoutExplicit from './aws/lambda-timeout-explicit.ts';
import lazyImports from './aws/lazy-imports.ts';
import syncHandler from './aws/sync-handler.ts';
import powertoolsAdopt from './aws/powertools-adopt.ts';
import idempotentInnermost from './aws/idempotent-innermost.ts';
import metricsNamespace from './aws/metrics-namespace.ts';
import lambdaRuntime from './aws/lambda-runtime.ts';
import lambdaArm64 from './aws/lambda-arm64.ts';
import sqsVisibility from './aws/sqs-visibility.ts';
import batchItemFailures from './aws/batch-item-failures.ts';
import lambdaOnFailure from './aws/lambda-on-failure.ts';
import ruleDeadLetters from './aws/rule-dead-letters.ts';
import streamFailures from './aws/stream-failures.ts';
import lambdaReservedConcurrency from './aws/lambda-reserved-concurrency.ts';
import appconfigValidator from './aws/appconfig-validator.ts';
import kmsRotation from './aws/kms-rotation.ts';
import queueDeadLetters from './aws/queue-dead-letters.ts';
import queueTopic from './aws/queue-topic.ts';
import subscriptionDeadLetters from './aws/subscription-dead-letters.ts';
import deadLetterRetention from './aws/dead-letter-retention.ts';
import configScaffold from './aws/config-scaffold.ts';
import flagsScaffold from './aws/flags-scaffold.ts';
import parameterPaging from './aws/parameter-paging.ts';
import rolePerFunction from './aws/role-per-function.ts';
import samPolicyTemplates from './aws/sam-policy-templates.ts';
import gatewayEndpoints from './aws/gateway-endpoints.ts';
import serverlessRoles from './aws/serverless-roles.ts';
import s3Encryption from './aws/s3-encryption.ts';
import s3PublicAccessBlock from './aws/s3-public-access-block.ts';
import s3Versioning from './aws/s3-versioning.ts';
import s3TlsPolicy from './aws/s3-tls-policy.ts';
import developmentGroups from './packaging/development-groups.ts';
import uvMigration from './packaging/uv-migration.ts';
import alignPythonPlaces from './packaging/align-python-places.ts';
import raisePythonFloor from './packaging/raise-python-floor.ts';
import uvLock from './packaging/uv-lock.ts';
import pinRequirements from './packaging/pin-requirements.ts';
import srcMove from './layout/src-move.ts';
import moduleSplit from './layout/module-split.ts';
import loggingSetup from './logging/logging-setup.ts';
import printToLogger from './logging/print-to-logger.ts';
import recordFields from './logging/record-fields.ts';
import recordValues from './logging/record-values.ts';
import structlogLoggers from './logging/structlog-loggers.ts';
import telemetryNames from './logging/telemetry-names.ts';
import telemetryPackages from './logging/telemetry-packages.ts';
import telemetrySetup from './logging/telemetry-setup.ts';
import threadContext from './logging/thread-context.ts';
import cachedProvider from './performance/cached-provider.ts';
import injectedClients from './performance/injected-clients.ts';
import dataclassSlots from './performance/dataclass-slots.ts';
import pydanticValidators from './performance/pydantic-validators.ts';
import aaaComments from './testing/aaa-comments.ts';
import renameTest from './testing/rename-test.ts';
import dummyCredentials from './testing/dummy-credentials.ts';
import mutmutConfig from './testing/mutmut-config.ts';
import containerScaffold from './testing/container-scaffold.ts';
import containerImports from './testing/container-imports.ts';
import propertyScaffold from './testing/property-scaffold.ts';
import motoMocks from './testing/moto-mocks.ts';
import pytestSocket from './testing/pytest-socket.ts';
import pytestStyle from './testing/pytest-style.ts';
import annotateNone from './tooling/annotate-none.ts';
import coverageConfig from './tooling/coverage-config.ts';
import ciSoft from './tooling/ci-soft.ts';
import ciGate from './tooling/ci-gate.ts';
import devTools from './tooling/dev-tools.ts';
import mypyConfig from './tooling/mypy-config.ts';
import preCommitHooks from './tooling/pre-commit-hooks.ts';
import pytestConfig from './tooling/pytest-config.ts';
import uvInCi from './tooling/uv-in-ci.ts';
import uvLocked from './tooling/uv-locked.ts';
import warningsAsErrors from './tooling/warnings-as-errors.ts';
import ruffConfig from './tooling/ruff-config.ts';
import ruffFix from './tooling/ruff-fix.ts';
import ruffFormat from './tooling/ruff-format.ts';
import archiveFilter from './security/archive-filter.ts';
import ignoreEnv from './security/ignore-env.ts';
import securityWorkflow from './security/security-workflow.ts';
import tlsVerify from './security/tls-verify.ts';
import shellList from './security/shell-list.ts';
import hashPurpose from './security/hash-purpose.ts';
import jinjaAutoescape from './security/jinja-autoescape.ts';
import flaskDebug from './security/flask-debug.ts';
import literalEval from './security/literal-eval.ts';
import tempFile from './security/temp-file.ts';
import secretRandomness from './security/secret-randomness.ts';
import loadWithoutPickle from './security/load-without-pickle.ts';
import defusedXml from './security/defused-xml.ts';
import eventModel from './security/event-model.ts';
import untrackEnv from './security/untrack-env.ts';
import secretFromEnvironment from './security/secret-from-environment.ts';
import jwtSignature from './security/jwt-signature.ts';
import ruamelSafe from './security/ruamel-safe.ts';
import yamlSafeLoad from './security/yaml-safe-load.ts';
import botoConfig from './http/boto-config.ts';
import httpTimeout from './http/http-timeout.ts';
import retryBounds from './http/retry-bounds.ts';
import tenacityJitter from './http/tenacity-jitter.ts';
import urllib3Jitter from './http/urllib3-jitter.ts';

/** Every fixer; the order is the one in which a batch runs them where `after` does not say. */
export const fixers: readonly AnyFixer[] = [
	uvMigration,
	developmentGroups,
	raisePythonFloor,
	alignPythonPlaces,
	devTools,
	uvLock,
	pinRequirements,
	srcMove,
	ruffConfig,
	ruffFix,
	ruffFormat,
	mypyConfig,
	annotateNone,
	pytestConfig,
	warningsAsErrors,
	coverageConfig,
	moduleSplit,
	loggingSetup,
	structlogLoggers,
	recordFields,
	printToLogger,
	recordValues,
	telemetryNames,
	telemetryPackages,
	telemetrySetup,
	threadContext,
	yamlSafeLoad,
	ruamelSafe,
	archiveFilter,
	tlsVerify,
	shellList,
	hashPurpose,
	jinjaAutoescape,
	flaskDebug,
	literalEval,
	tempFile,
	secretRandomness,
	loadWithoutPickle,
	defusedXml,
	jwtSignature,
	ignoreEnv,
	untrackEnv,
	secretFromEnvironment,
	pydanticValidators,
	cachedProvider,
	injectedClients,
	dataclassSlots,
	botoConfig,
	httpTimeout,
	retryBounds,
	tenacityJitter,
	urllib3Jitter,
	queueDeadLetters,
	queueTopic,
	subscriptionDeadLetters,
	deadLetterRetention,
	syncHandler,
	powertoolsAdopt,
	eventModel,
	idempotentInnermost,
	metricsNamespace,
	lazyImports,
	lambdaTimeoutExplicit,
	lambdaRuntime,
	lambdaArm64,
	sqsVisibility,
	batchItemFailures,
	lambdaOnFailure,
	ruleDeadLetters,
	streamFailures,
	lambdaReservedConcurrency,
	appconfigValidator,
	samPolicyTemplates,
	rolePerFunction,
	serverlessRoles,
	gatewayEndpoints,
	kmsRotation,
	parameterPaging,
	configScaffold,
	flagsScaffold,
	s3Encryption,
	s3PublicAccessBlock,
	s3Versioning,
	s3TlsPolicy,
	dummyCredentials,
	pytestSocket,
	mutmutConfig,
	containerImports,
	containerScaffold,
	motoMocks,
	pytestStyle,
	propertyScaffold,
	renameTest,
	aaaComments,
	preCommitHooks,
	ciSoft,
	ciGate,
	securityWorkflow,
	uvInCi,
	uvLocked,
];
