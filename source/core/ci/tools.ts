import type { CiCommand } from '../facts/ci.ts';

type Words = Pick<CiCommand, 'program' | 'args'>;

const named =
	(...programs: readonly string[]) =>
	({ program }: Words): boolean =>
		programs.includes(program);

/** The first words after the options: `['format']`. */
const verbOf = (args: readonly string[]): string | undefined => args.find(word => !word.startsWith('-'));

const withVerb =
	(program: string, ...verbs: readonly string[]) =>
	(command: Words): boolean =>
		command.program === program && verbs.includes(verbOf(command.args) ?? '');

const notChecking = new Set([
	'format',
	'clean',
	'rule',
	'config',
	'linter',
	'version',
	'server',
	'analyze',
	'help',
]);

const asksOnly = ({ args }: Words): boolean =>
	args.some(word =>
		/^(?:--version|-V|--help|-h|--install-types|--co|--collect-only|--update-specs|--update-iam-policies)$/.test(
			word,
		),
	);

/** By tool, the commands that are a run of it. */
const tools = {
	'ruff-check': ({ program, args }: Words) =>
		program === 'ruff' && args.length > 0 && !notChecking.has(verbOf(args) ?? ''),
	'ruff-format': withVerb('ruff', 'format'),
	flake8: named('flake8', 'pflake8', 'flakeheaven', 'flakehell'),
	pylint: named('pylint'),
	black: named('black'),
	isort: named('isort'),
	yapf: named('yapf'),
	autopep8: named('autopep8'),
	mypy: named('mypy', 'dmypy'),
	pyright: named('pyright', 'basedpyright'),
	ty: withVerb('ty', 'check'),
	pyrefly: withVerb('pyrefly', 'check'),
	pyre: named('pyre'),
	pytype: named('pytype'),
	pytest: named('pytest', 'py.test'),
	unittest: ({ program, args }: Words) =>
		program === 'unittest' || ((program === 'manage.py' || program === 'django-admin') && args[0] === 'test'),
	'coverage-report': withVerb('coverage', 'report'),
	'coverage-run': withVerb('coverage', 'run'),
	'diff-cover': named('diff-cover'),
	bandit: named('bandit'),
	semgrep: named('semgrep'),
	codeql: named('codeql'),
	'sonar-scanner': named('sonar-scanner', 'sonarqube'),
	'pip-audit': named('pip-audit', 'pip_audit'),
	'osv-scanner': named('osv-scanner'),
	'uv-audit': withVerb('uv', 'audit'),
	safety: withVerb('safety', 'check', 'scan'),
	trivy: named('trivy'),
	grype: named('grype'),
	snyk: named('snyk'),
	'dependency-review': named('dependency-review'),
	gitleaks: named('gitleaks'),
	'detect-secrets': named('detect-secrets', 'detect-secrets-hook'),
	trufflehog: named('trufflehog', 'trufflehog3'),
	secretlint: named('secretlint'),
	'git-secrets': named('git-secrets'),
	ggshield: named('ggshield'),
	'cfn-lint': named('cfn-lint'),
	'sam-validate': withVerb('sam', 'validate'),
	'cfn-nag': named('cfn_nag', 'cfn_nag_scan', 'cfn-nag'),
	'cfn-guard': named('cfn-guard'),
	checkov: named('checkov'),
	kics: named('kics'),
	'pre-commit': named('pre-commit', 'prek'),
	markdownlint: named('markdownlint', 'markdownlint-cli2', 'rumdl', 'pymarkdown', 'mdl'),
	yamllint: named('yamllint', 'yaml-lint'),
	'uv-lock-check': ({ program, args }: Words) =>
		program === 'uv' &&
		(args[0] === 'lock' || args[0] === 'sync' || args[0] === 'run') &&
		args.some(word => word === '--check' || word === '--locked'),
	mutmut: named('mutmut'),
	locust: named('locust', 'k6', 'artillery'),
	'pact-broker': named('pact-broker', 'pactflow'),
	schemathesis: named('schemathesis', 'st'),
} satisfies Readonly<Record<string, (command: Words) => boolean>>;

/** A tool that practices ask the pipelines for. */
export type CiTool = keyof typeof tools;

/** The command runs the tool: asking for its version or its help does not count. */
export const isTool = (command: Words, tool: CiTool): boolean => tools[tool](command) && !asksOnly(command);
