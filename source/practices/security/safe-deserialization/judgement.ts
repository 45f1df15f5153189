import type { Facts, Project, Role } from '../../../core/facts.ts';
import type { Data } from '../../../core/facts/config.ts';
import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { Confidence, Finding, Level } from '../../../core/finding.ts';
import { inFolder } from '../../../core/folders.ts';

/** How much a finding counts where it stands: scripts run on one's own files, tests on what they wrote. */
export const levelIn = (role: Role, level: Level): Level | null => {
	switch (role) {
		case 'prod':
		case 'infra':
		case 'migration':
		case 'config':
			return level;
		case 'script':
			return level === 'fail' ? 'warn' : level;
		case 'test':
		case 'docs':
			return 'info';
		case 'generated':
		case 'vendored':
		case 'template':
			return null;
	}
};

const listAt = (data: Data | undefined, keys: readonly string[]): readonly Data[] => {
	const [key, ...rest] = keys;
	if (key === undefined) return Array.isArray(data) ? data : [];
	if (data === null || typeof data !== 'object' || Array.isArray(data)) return [];
	return listAt(Object.entries(data).find(([name]) => name === key)?.[1], rest);
};

/** Where a project's own configuration switches a rule off: bandit's or ruff's, in `pyproject.toml`; null where nowhere. */
export const switchedOff = (
	{ toml }: Pick<Facts, 'toml'>,
	project: Project,
	codes: readonly string[],
): string | null => {
	const paths = [...new Set([inFolder(project.path, 'pyproject.toml'), 'pyproject.toml'])];
	for (const path of paths) {
		const parsed = toml.get(path);
		if (!parsed?.ok) continue;
		const { value } = parsed.value;
		const skipped = listAt(value, ['tool', 'bandit', 'skips']);
		const ignored = [
			...listAt(value, ['tool', 'ruff', 'lint', 'ignore']),
			...listAt(value, ['tool', 'ruff', 'lint', 'extend-ignore']),
			...listAt(value, ['tool', 'ruff', 'ignore']),
		];
		const bandit = codes.find(code => skipped.includes(`B${code.slice(1)}`));
		if (bandit !== undefined) return `\`B${bandit.slice(1)}\` in \`${path}\``;
		const ruff = codes.find(code =>
			ignored.some(entry => typeof entry === 'string' && entry !== '' && code.startsWith(entry)),
		);
		if (ruff !== undefined) return `\`${ruff}\` in \`${path}\``;
	}
	return null;
};

export interface Judged {
	readonly level: Level;
	readonly message: string;
	readonly confidence?: Confidence;
	readonly expected: string;
}

/**
 * A finding at a site, weighed by role, comments and configuration. What another tool's comment or setting accepts is
 * a warning still: the checklist wants it attested; our own marker carries a reason and only leaves a note.
 */
export const findingAt = (
	site: CodeSite,
	role: Role,
	off: string | null,
	judged: Judged,
): readonly Finding[] => {
	const level = levelIn(role, judged.level);
	if (level === null) return [];
	const { suppression } = site;
	const accepted =
		suppression === null
			? off === null
				? ''
				: ` (configured off: ${off})`
			: ` (accepted by \`# ${suppression.by === 'bp-audit' ? 'bp-audit: ignore' : suppression.by}\`${suppression.reason === '' ? '' : `: ${suppression.reason.slice(0, 120)}`})`;
	const lowered: Level =
		suppression?.by === 'bp-audit' ? 'info' : accepted !== '' && level === 'fail' ? 'warn' : level;
	return [
		{
			level: lowered,
			message: judged.message + accepted,
			confidence: judged.confidence ?? 'certain',
			at: site.at,
			found: site.code,
			expected: judged.expected,
			key: `${judged.message}\0${site.code}`,
		},
	];
};
