import type { Facts, Project } from '../../../core/facts.ts';
import type { LintHit } from '../../../core/facts/python.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { folderOf, nearestTo } from '../../../core/folders.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { isPerFile } from '../../../core/ruff/globs.ts';
import { namesCode } from '../../../core/ruff/selection.ts';
import { switchedOff } from '../safe-deserialization/judgement.ts';
import { judgeHit, securityCodes } from './classics.ts';

const nosec = /#\s*nosec\b:?\s*([^#]*)/;

/** What bandit's comment on the line accepts; a name of another test accepts nothing. */
const isAccepted = ({ source, code }: LintHit): boolean => {
	const match = nosec.exec(source);
	if (!match) return false;
	const tests: readonly string[] = (match[1] ?? '').match(/\bB\d{3}\b/g) ?? [];
	return tests.length === 0 || tests.includes(`B${code.slice(1)}`);
};

/** The configuration of ruff that lets a file do so; null where none does. */
const allowedIn = (
	path: string,
	code: string,
	{ ruffConfigs }: Pick<Facts, 'ruffConfigs'>,
): string | null => {
	const config = nearestTo(ruffConfigs, folderOf(path));
	const allows = config?.perFileIgnores.some(
		({ base, pattern, codes }) => isPerFile(path, base, pattern) && namesCode(codes, code),
	);
	return config && allows === true ? `\`per-file-ignores\` in \`${config.path}\`` : null;
};

const hasPages = (facts: Pick<Facts, 'files'>, project: Project): boolean =>
	[...facts.files.values()].some(
		({ path, project: owner, role }) =>
			(owner ?? '.') === project.path &&
			role !== 'test' &&
			role !== 'docs' &&
			/\.(?:html?|xhtml)(?:\.(?:j2|jinja2?))?$|\.jinja2?$/.test(path),
	);

export default defineCheck({
	id: 'clean',
	spec: '8.1/clean',
	title: 'Production code has none of the classic weaknesses',
	failTitle: 'Production code has classic weaknesses',
	severity: 'high',
	scope: 'project',
	needs: ['lint', 'files', 'toml', 'ruffConfigs'],
	check(facts, project) {
		const files = filesIn(facts.lint, facts, project).filter(({ role }) => role === 'prod');
		const hasCode = [...facts.files.values()].some(
			({ path, role, project: owner }) =>
				path.endsWith('.py') && role === 'prod' && (owner ?? '.') === project.path,
		);
		if (!hasCode) return notApplicable('the project has no Python code that runs in production');
		const around = {
			hasPages: hasPages(facts, project),
			serves: project.kinds.some(kind => kind === 'lambda' || kind === 'service'),
		};
		const findings = files.flatMap(({ path, value }) =>
			value.flatMap((hit): Finding[] => {
				if (!securityCodes.has(hit.code)) return [];
				const judged = judgeHit(hit, around);
				if (judged === null) return [];
				const off = switchedOff(facts, project, [hit.code]) ?? allowedIn(path, hit.code, facts);
				const accepted = isAccepted(hit)
					? ' (accepted by `# nosec`)'
					: off === null
						? ''
						: ` (configured off: ${off})`;
				const level: Level = accepted === '' ? judged.level : judged.level === 'fail' ? 'warn' : 'info';
				return [
					{
						level,
						message: judged.message + accepted,
						confidence: judged.isLikely === true ? 'likely' : 'certain',
						at: {
							path,
							line: hit.line,
							column: hit.column,
							endLine: hit.endLine,
							endColumn: hit.endColumn,
						},
						found: hit.source.slice(0, 120),
						expected: judged.expected,
						key: `${hit.code} ${hit.source}`,
					},
				];
			}),
		);
		return verdictOf(
			findings,
			'ruff’s port of bandit finds nothing grave in the code that runs in production',
		);
	},
});
