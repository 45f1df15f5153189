import type { CiSoftenerKind } from '../../core/facts/ci.ts';

const verbOf = (args: readonly string[]): string => args.find(word => !word.startsWith('-')) ?? '';

const mends = (text: string) => ({ kind: 'mends' as const, text });

/** Options that make a tool succeed whatever it finds: why, and the words that say so. */
export const softOption = (
	program: string,
	args: readonly string[],
): { readonly kind: CiSoftenerKind; readonly text: string } | null => {
	const has = (...options: readonly string[]): string | undefined =>
		args.find(word => options.some(option => word === option || word.startsWith(`${option}=`)));
	const zero = has('--exit-zero');
	if (zero !== undefined && /^(?:ruff|flake8|pylint|bandit|pflake8|ty)$/.test(program))
		return { kind: 'exit-zero', text: zero };
	switch (program) {
		case 'ruff':
			if (verbOf(args) === 'format') {
				return has('--check', '--diff', '--exit-non-zero-on-format') ? null : mends('ruff format');
			}
			if (has('--diff', '--exit-non-zero-on-fix')) return null;
			return has('--fix', '--fix-only') === undefined ? null : mends(has('--fix', '--fix-only') ?? '');
		case 'black':
		case 'darker':
			return has('--check', '--diff')
				? has('--check') || program === 'darker'
					? null
					: mends('--diff')
				: mends(program);
		case 'isort':
			// A diff alone is shown, and fails nothing.
			return has('--check', '--check-only', '-c') ? null : mends(has('--diff', '--df') ?? 'isort');
		case 'yapf':
			return has('--diff', '-d', '-q', '--quiet') ? null : mends('yapf');
		case 'autopep8':
			return has('--exit-code') ? null : mends('autopep8');
		case 'checkov': {
			const soft = has('--soft-fail', '-s');
			return soft === undefined ? null : { kind: 'exit-zero', text: soft };
		}
		case 'semgrep':
			return verbOf(args) === 'ci' || (has('--error') && !has('--no-error'))
				? null
				: { kind: 'exit-zero', text: 'semgrep without `--error`' };
		case 'trivy': {
			const at = args.indexOf('--exit-code');
			const code = has('--exit-code')?.split('=')[1] ?? (at >= 0 ? args[at + 1] : undefined);
			return code !== undefined && code !== '0'
				? null
				: { kind: 'exit-zero', text: 'trivy without `--exit-code`' };
		}
		case 'grype':
			return has('--fail-on', '-f') ? null : { kind: 'exit-zero', text: 'grype without `--fail-on`' };
		case 'detect-secrets':
			return verbOf(args) === 'scan' ? { kind: 'exit-zero', text: 'detect-secrets scan' } : null;
		case 'trufflehog':
			return has('--fail') ? null : { kind: 'exit-zero', text: 'trufflehog without `--fail`' };
		case 'safety': {
			const soft = has('--continue-on-error');
			return soft === undefined ? null : { kind: 'exit-zero', text: soft };
		}
		case 'gitleaks': {
			const at = args.indexOf('--exit-code');
			const zeroed = has('--exit-code=0') ?? (at >= 0 && args[at + 1] === '0' ? '--exit-code 0' : undefined);
			return zeroed === undefined ? null : { kind: 'exit-zero', text: zeroed };
		}
		default:
			return null;
	}
};
