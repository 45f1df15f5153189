import type { SkippedPath } from './tree.ts';
import type { IniDocument, TomlDocument } from './facts/config.ts';
import type { AwsModule } from './facts/aws-clients.ts';
import type { Bucket, BucketUse } from './facts/buckets.ts';
import type { CoverageConfig, CoverageService } from './facts/coverage.ts';
import type { CdkModule } from './facts/cdk.ts';
import type { Ci } from './facts/ci.ts';
import type { CiFile } from './facts/ci-files.ts';
import type { FailurePath } from './facts/failure-paths.ts';
import type { LambdaFunctions } from './facts/functions.ts';
import type { HeavyImport } from './facts/heavy-imports.ts';
import type { HandlerModule } from './facts/handlers.ts';
import type { EnvFile, InstallLine } from './facts/environment.ts';
import type { GlobalState } from './facts/global-state.ts';
import type { GitHooks } from './facts/git-hooks.ts';
import type { KeyUse } from './facts/key-uses.ts';
import type { ModuleLogging } from './facts/loggers.ts';
import type { LogUse } from './facts/log-use.ts';
import type { ModuleShape } from './facts/module-shape.ts';
import type { ParserModule } from './facts/parsers.ts';
import type { ModulePrints } from './facts/prints.ts';
import type { ImportPathChange, Layout } from './facts/layout.ts';
import type { Lock } from './facts/locks.ts';
import type { Packaging } from './facts/packaging.ts';
import type { HookReach, PreCommitConfig } from './facts/pre-commit.ts';
import type { PythonPlaces } from './facts/python-places.ts';
import type { LintHit, PythonModule } from './facts/python.ts';
import type { Telemetry } from './facts/telemetry.ts';
import type { ServiceImage, TestCode } from './facts/test-code.ts';
import type { Dockerfile, TemplateFile, TerraformFile } from './facts/templates.ts';
import type { IgnorePattern, RequirementsFile } from './facts/requirements.ts';
import type { QueueSend } from './facts/queue-sends.ts';
import type { SettingReads } from './facts/setting-reads.ts';
import type { SetupScript } from './facts/setup-script.ts';
import type {
	Annotations,
	Dependency,
	MypyConfig,
	PytestConfig,
	RuffConfig,
	RuffRun,
	TestUse,
	ToolPin,
} from './facts/tools.ts';
import type { InputUse } from './facts/input-use.ts';
import type { SecretHistory } from './facts/history.ts';
import type { SecretSite } from './facts/secrets.ts';
import type { DataModels } from './facts/data-models.ts';
import type { Deserialization, LoaderSafety } from './facts/deserialization.ts';
import type { HttpModule } from './facts/http.ts';

/** What a file is for; decides which checks read it. */
export type Role =
	| 'prod'
	| 'test'
	| 'script'
	| 'infra'
	| 'docs'
	| 'migration'
	| 'generated'
	| 'vendored'
	| 'config'
	| 'template';

export type ProjectKind = 'lambda' | 'service' | 'cli' | 'library' | 'scripts';

/** A directory that is a Python project. Plain data. */
export interface Project {
	/** Relative to the root, `.` for the root itself. */
	readonly path: string;
	/** From the manifest; else the directory's name; `.` projects without a name have the repository's. */
	readonly name: string;
	readonly kinds: readonly ProjectKind[];
	/** False for the rest of a repository: Python files that no manifest covers. */
	readonly declared: boolean;
	/** The project's own manifests, most telling first: `pyproject.toml`, `setup.py`, …; empty when undeclared. */
	readonly manifests: readonly string[];
	/** Path of the workspace root that holds the lock, or the project's own path. */
	readonly lockRoot: string;
}

export interface FileFact {
	readonly path: string;
	/** Bytes. */
	readonly size: number;
	readonly role: Role;
	/** {@link Project.path} of the nearest project above it; null where there is none. */
	readonly project: string | null;
}

/** What a gatherer made of one file. A file that does not parse disturbs only its readers. */
export type Parsed<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly message: string; readonly line: number };

/** Only files that the gatherer wanted and found something in. */
export type PerFile<T> = ReadonlyMap<string, Parsed<T>>;

/** Numbers a repository may set in `bp-audit.toml`. */
export interface Limits {
	readonly moduleLines: number;
	/** Percent. */
	readonly coverage: number;
	readonly lambdaTimeoutSeconds: number;
}

/**
 * All that may be known of a repository: typed plain data (it crosses process borders by structured clone),
 * each part worked out at most once for a tree.
 */
export interface Facts {
	readonly repository: {
		readonly name: string;
		readonly limits: Limits;
		/** The day of the audit, `2026-11-22`, for what goes out of date. */
		readonly today: string;
	};
	/** Every path of the tree that is the repository's own; seeded by the engine. */
	readonly paths: ReadonlyMap<string, { readonly size: number }>;
	readonly files: ReadonlyMap<string, FileFact>;
	readonly skipped: readonly SkippedPath[];
	readonly projects: readonly Project[];
	readonly toml: PerFile<TomlDocument>;
	readonly ini: PerFile<IniDocument>;
	/** Of each Python file that parses; one that does not is `ok: false` here. */
	readonly modules: PerFile<PythonModule>;
	/** Ruff's hits in each Python file, for the codes that practices name; files without hits are left out. */
	readonly lint: PerFile<readonly LintHit[]>;
	/** One for each folder that has a configuration of ruff. */
	readonly ruffConfigs: readonly RuffConfig[];
	/** Each Python file under the nearest of them; files that it excludes are left out. */
	readonly ruffRuns: PerFile<RuffRun>;
	/** What TOML and INI manifests declare; requirements files are in {@link Facts.toolPins}. */
	readonly devDependencies: readonly Dependency[];
	readonly toolPins: PerFile<readonly ToolPin[]>;
	readonly annotations: PerFile<Annotations>;
	/** One for each folder that mypy would take its settings from. */
	readonly mypyConfigs: readonly MypyConfig[];
	/** One for each folder that pytest would take its settings from. */
	readonly pytestConfigs: readonly PytestConfig[];
	/** One for each folder that coverage would take its settings from. */
	readonly coverageConfigs: readonly CoverageConfig[];
	/** Configurations of coverage that only a run reads that names them, such as `.coveragerc_py313`. */
	readonly namedCoverageConfigs: readonly CoverageConfig[];
	/** Targets of Codecov that fail a build. */
	readonly coverageServices: PerFile<CoverageService>;
	/** Configurations of pre-commit and prek; what each hook runs is worked out. */
	readonly preCommit: PerFile<PreCommitConfig>;
	/** Of the same files. */
	readonly hookReach: PerFile<HookReach>;
	/** What other programs than pre-commit and prek run before a commit. */
	readonly gitHooks: PerFile<GitHooks>;
	/** Test files and `conftest.py`. */
	readonly testUse: PerFile<TestUse>;
	/** Of test files and `conftest.py`: how their tests are written. */
	readonly testCode: PerFile<TestCode>;
	/** Images that compose files and pipelines start. */
	readonly serviceImages: PerFile<readonly ServiceImage[]>;
	/** Of modules that are long enough to ask. */
	readonly shapes: PerFile<ModuleShape>;
	/** Calls that write to standard output or standard error. */
	readonly prints: PerFile<ModulePrints>;
	/** Functions and models of production code that take in what others send. */
	readonly parsers: PerFile<ParserModule>;
	readonly logging: PerFile<ModuleLogging>;
	/** How each file uses its loggers. */
	readonly logUse: PerFile<LogUse>;
	/** What files say of traces and metrics, and where work goes to threads without its context. */
	readonly telemetry: PerFile<Telemetry>;
	/** Dotted modules that a `setup.py` starts as commands. */
	readonly consoleScripts: PerFile<readonly string[]>;
	readonly setupScripts: PerFile<SetupScript>;
	/** What workflows, Dockerfiles and version files say of Python. */
	readonly pythonPlaces: PerFile<PythonPlaces>;
	readonly locks: PerFile<Lock>;
	readonly requirements: PerFile<RequirementsFile>;
	readonly ignores: PerFile<readonly IgnorePattern[]>;
	/** What documents and makefiles tell people to run. */
	readonly installLines: PerFile<readonly InstallLine[]>;
	/** Settings of direnv. */
	readonly envFiles: PerFile<EnvFile>;
	/** By {@link Project.path}. */
	readonly packaging: ReadonlyMap<string, Packaging>;
	/** By {@link Project.path}. */
	readonly layouts: ReadonlyMap<string, Layout>;
	/** Where Python files add to `sys.path`. */
	readonly importPaths: PerFile<readonly ImportPathChange[]>;
	/** What functions outside the tests share through their modules. */
	readonly globalState: PerFile<GlobalState>;
	/** How files outside the tests describe their data. */
	readonly dataModels: PerFile<DataModels>;
	readonly deserialization: PerFile<Deserialization>;
	/** Line of the first `!!python/` in each text file that has one. */
	readonly pythonTags: PerFile<number>;
	/** What Python files do with requests, events and tokens. */
	readonly inputUse: PerFile<InputUse>;
	/** Lines of text files that hold secrets; no part of a secret is kept. */
	readonly secrets: PerFile<readonly SecretSite[]>;
	/** Secrets of former versions of files; null where nobody asked to read the history, or there is none. */
	readonly history: SecretHistory | null;
	/** Loader classes of the repository, by name. */
	readonly yamlLoaders: ReadonlyMap<string, LoaderSafety>;
	/** CloudFormation, SAM, Serverless Framework, Chalice and Zappa: what is deployed. */
	readonly templates: PerFile<TemplateFile>;
	readonly dockerfiles: PerFile<Dockerfile>;
	/** Resources of AWS that Terraform files declare; counted, not analysed. */
	readonly terraform: PerFile<TerraformFile>;
	/** Lambda functions of all templates. */
	readonly functions: LambdaFunctions;
	/** S3 buckets of all templates. */
	readonly buckets: readonly Bucket[];
	/** Constructs of the AWS CDK in Python. */
	readonly cdk: PerFile<CdkModule>;
	/** Clients of the AWS SDK, and the settings they are made with. */
	readonly awsClients: PerFile<AwsModule>;
	/** Where Python files take their configuration from. */
	readonly settingReads: PerFile<SettingReads>;
	/** Where Python files put messages straight into a queue. */
	readonly queueSends: PerFile<readonly QueueSend[]>;
	/** What Python files call when a task has failed for the last time. */
	readonly failurePaths: PerFile<readonly FailurePath[]>;
	/** What Python files do with cryptographic keys. */
	readonly keyUses: PerFile<readonly KeyUse[]>;
	/** Functions that Lambda calls, and how they are made. */
	readonly handlers: PerFile<HandlerModule>;
	/** Imports of heavy libraries in files with handlers. */
	readonly heavyImports: PerFile<readonly HeavyImport[]>;
	/** Python that creates buckets or changes who may read. */
	readonly bucketUses: PerFile<BucketUse>;
	/** Pipelines, and the files that their commands may lead to. */
	readonly ciFiles: PerFile<CiFile>;
	/** What the repository's pipelines run. */
	readonly ci: Ci;
	readonly http: PerFile<HttpModule>;
	/** Adapter classes of the repository, by name, and whether each sets a timeout. */
	readonly httpAdapters: ReadonlyMap<string, boolean>;
}
export type FactName = keyof Facts;
