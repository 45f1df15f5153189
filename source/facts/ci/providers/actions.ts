import { shellWords } from '../../../core/shell-words.ts';

/** What an action stands for. */
export type ActionMeaning =
	/** A command; `soft` names an input that lets a failure pass. */
	| { readonly kind: 'command'; readonly words: readonly string[]; readonly soft: string | null }
	/** A script in one of its inputs. */
	| { readonly kind: 'script'; readonly input: string }
	/** It runs checks of its own choice. */
	| { readonly kind: 'out-of-sight' };

type Inputs = ReadonlyMap<string, string>;

const words = (...parts: readonly (string | undefined)[]): readonly string[] =>
	parts.flatMap(part => shellWords(part ?? ''));

const command = (...parts: readonly (string | undefined)[]): ActionMeaning => ({
	kind: 'command',
	words: words(...parts),
	soft: null,
});

const softly = (soft: string | null, ...parts: readonly (string | undefined)[]): ActionMeaning => ({
	kind: 'command',
	words: words(...parts),
	soft,
});

/** By `owner/name`, in lower case; the rest of the path follows in `path`. */
const meanings: Readonly<Record<string, (inputs: Inputs, path: string) => ActionMeaning | null>> = {
	'astral-sh/ruff-action': inputs => command('ruff', inputs.get('args') || 'check', inputs.get('src')),
	'chartboost/ruff-action': inputs => command('ruff', inputs.get('args') || 'check', inputs.get('src')),
	'psf/black': inputs =>
		command('black', inputs.get('options') ?? '--check --diff', inputs.get('src') ?? '.'),
	'rickstaa/action-black': inputs => command('black', inputs.get('black_args') ?? '--check .'),
	'lgeiger/black-action': inputs => command('black', inputs.get('args')),
	'isort/isort-action': inputs => command('isort', inputs.get('configuration') ?? '--check-only --diff'),
	'py-actions/flake8': inputs => command('flake8', inputs.get('path'), inputs.get('args')),
	'jakebailey/pyright-action': inputs => command('pyright', inputs.get('extra-args')),
	'jpetrucciani/mypy-check': inputs => command('mypy', inputs.get('path')),
	'pycqa/bandit-action': inputs =>
		softly(
			inputs.get('exit_zero') === 'true' ? 'exit_zero: true' : null,
			'bandit',
			'-r',
			inputs.get('targets') ?? '.',
		),
	'mdegis/bandit-action': inputs =>
		softly(
			inputs.get('exit_zero') === 'true' ? 'exit_zero: true' : null,
			'bandit',
			'-r',
			inputs.get('path') ?? '.',
		),
	'pypa/gh-action-pip-audit': inputs => command('pip-audit', inputs.get('inputs')),
	'google/osv-scanner-action': inputs =>
		softly(
			inputs.get('fail-on-vuln') === 'false' ? 'fail-on-vuln: false' : null,
			'osv-scanner',
			inputs.get('scan-args'),
		),
	'gitleaks/gitleaks-action': () => command('gitleaks', 'detect'),
	'zricethezav/gitleaks-action': () => command('gitleaks', 'detect'),
	'trufflesecurity/trufflehog': inputs => command('trufflehog', 'git', inputs.get('extra_args')),
	'gitguardian/ggshield-action': () => command('ggshield', 'secret', 'scan', 'ci'),
	'gitguardian/ggshield': () => command('ggshield', 'secret', 'scan', 'ci'),
	'gitguardian/gg-shield-action': () => command('ggshield', 'secret', 'scan', 'ci'),
	'aquasecurity/trivy-action': inputs =>
		softly(
			/^[1-9]/.test(inputs.get('exit-code') ?? '') ? null : `exit-code: ${inputs.get('exit-code') ?? '0'}`,
			'trivy',
			inputs.get('scan-type') ?? 'image',
		),
	'anchore/scan-action': inputs =>
		softly(inputs.get('fail-build') === 'false' ? 'fail-build: false' : null, 'grype', inputs.get('path')),
	'snyk/actions': inputs => command('snyk', inputs.get('command') ?? 'test', inputs.get('args')),
	'github/codeql-action': (_, path) => (path === '/analyze' ? command('codeql', 'analyze') : null),
	'returntocorp/semgrep-action': () => command('semgrep', 'ci'),
	'semgrep/semgrep-action': () => command('semgrep', 'ci'),
	'sonarsource/sonarcloud-github-action': () => command('sonar-scanner'),
	'sonarsource/sonarqube-scan-action': () => command('sonar-scanner'),
	'actions/dependency-review-action': inputs =>
		softly(inputs.get('warn-only') === 'true' ? 'warn-only: true' : null, 'dependency-review'),
	'pre-commit/action': inputs => command('pre-commit', 'run', inputs.get('extra_args') ?? '--all-files'),
	'j178/prek-action': inputs =>
		inputs.get('install-only') === 'true'
			? null
			: command('prek', 'run', inputs.get('extra-args') ?? inputs.get('extra_args') ?? '--all-files'),
	'scottbrenner/cfn-lint-action': inputs =>
		inputs.get('command') === undefined ? null : command(inputs.get('command')),
	'aws-cloudformation/cfn-lint-action': inputs =>
		inputs.get('command') === undefined ? null : command(inputs.get('command')),
	'stelligent/cfn_nag': inputs => command('cfn_nag', inputs.get('input_path')),
	'bridgecrewio/checkov-action': inputs =>
		softly(
			inputs.get('soft_fail') === 'true' ? 'soft_fail: true' : null,
			'checkov',
			'-d',
			inputs.get('directory') ?? '.',
		),
	'checkmarx/kics-github-action': () => command('kics', 'scan'),
	'checkmarx/kics-action': () => command('kics', 'scan'),
	'ibiqlik/action-yamllint': inputs => command('yamllint', inputs.get('file_or_dir') ?? '.'),
	'karancode/yamllint-github-action': () => command('yamllint', '.'),
	'davidanson/markdownlint-cli2-action': inputs => command('markdownlint-cli2', inputs.get('globs')),
	'nosborn/github-action-markdown-cli': inputs => command('markdownlint', inputs.get('files')),
	'fedora-python/tox-github-action': inputs => command('tox', '-e', inputs.get('tox_env')),
	'nick-fields/retry': () => ({ kind: 'script', input: 'command' }),
	'nick-invision/retry': () => ({ kind: 'script', input: 'command' }),
	'wandalen/wretry.action': () => ({ kind: 'script', input: 'command' }),
	'coactions/setup-xvfb': () => ({ kind: 'script', input: 'run' }),
	'gabrielbb/xvfb-action': () => ({ kind: 'script', input: 'run' }),
	'devcontainers/ci': () => ({ kind: 'script', input: 'runCmd' }),
	'super-linter/super-linter': () => ({ kind: 'out-of-sight' }),
	'github/super-linter': () => ({ kind: 'out-of-sight' }),
	'oxsecurity/megalinter': () => ({ kind: 'out-of-sight' }),
	'trunk-io/trunk-action': () => ({ kind: 'out-of-sight' }),
	'autofix-ci/action': () => command('git', 'diff', '--exit-code'),
};

/** What a `uses` of another repository stands for; null for actions that only prepare something. */
export const meaningOf = (uses: string, inputs: Inputs): ActionMeaning | null => {
	const match = /^([\w.-]+\/[\w.-]+)((?:\/[^@]*)?)(?:@.*)?$/.exec(uses);
	const key = match?.[1]?.toLowerCase() ?? '';
	return Object.hasOwn(meanings, key) ? (meanings[key]?.(inputs, match?.[2] ?? '') ?? null) : null;
};
