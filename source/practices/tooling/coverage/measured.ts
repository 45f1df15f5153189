import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { matchesGlob } from '../../../core/ruff/globs.ts';
import { enforcedOf } from './enforced.ts';
import type { Covering } from './scope.ts';
import { valueOf } from '../../../core/pytest-options.ts';
import {
	coverageNeeds,
	ownCoveringOf,
	covWords,
	isInUse,
	measuredAt,
	unmeasured,
	unreadConfig,
} from './scope.ts';

/** Files that nobody tests by themselves. */
const trivial =
	/(^|\/)(?:__main__|__init__|_?version|__version__|__about__|conftest|setup|manage|wsgi|asgi)\.py$/;

const productionIn = ({ files }: Pick<Facts, 'files'>, project: Project): readonly string[] => {
	const prefix = project.path === '.' ? '' : `${project.path}/`;
	return [...files.values()]
		.filter(
			({ path, role, project: owner }) =>
				role === 'prod' && path.endsWith('.py') && (owner ?? '.') === project.path && !trivial.test(path),
		)
		.map(({ path }) => path.slice(prefix.length));
};

const omits = (pattern: string, path: string): boolean => {
	const bare = pattern.replace(/^\.\//, '');
	return matchesGlob(bare, path) || matchesGlob(bare, `/${path}`);
};

/** What is measured, in the words of the option; an empty text for all that is imported. */
const sourcesOf = ({ config, addopts, runs }: Covering): readonly string[] => {
	const named = ['run.source', 'run.source_pkgs', 'run.source_dirs', 'run.include', 'report.include'].flatMap(
		key => config?.options[key] ?? [],
	);
	if (named.length > 0) return named;
	const flags = [...covWords(addopts), ...runs.flatMap(({ command }) => covWords(command.args))];
	const inCommands = runs.flatMap(({ command }) =>
		command.program === 'coverage'
			? ['--source', '--include'].flatMap(option => valueOf(command.args, option)?.split(',') ?? [])
			: [],
	);
	return [...flags, ...inCommands];
};

/**
 * How many files of production code the sources hold; null where one of them cannot be laid over the tree: a pattern, or
 * a package that is built from elsewhere.
 */
const shareOf = (
	sources: readonly string[],
	directory: string,
	project: Project,
	production: readonly string[],
): { readonly measured: number } | null => {
	if (directory !== project.path || sources.length === 0) return null;
	const measured = new Set<string>();
	for (const source of sources) {
		if (/[*?[\]{}$]/.test(source) || source === '' || source === '.') return null;
		const bare = source.replace(/^\.\//, '').replace(/\/$/, '');
		const folder = bare.includes('/') ? bare : bare.replaceAll('.', '/');
		const inside = production.filter(path =>
			[folder, `src/${folder}`].some(place => path.startsWith(`${place}/`) || path === `${place}.py`),
		);
		if (inside.length === 0 && !/^tests?$/.test(bare)) return null;
		for (const path of inside) measured.add(path);
	}
	return { measured: measured.size };
};

export default defineCheck({
	id: 'measured',
	spec: '2.5c',
	title: 'Coverage counts the project’s own code, and all of it',
	failTitle: 'Coverage counts less, or more, than the project’s own code',
	severity: 'low',
	scope: 'project',
	needs: coverageNeeds,
	check(facts, project) {
		const covering = ownCoveringOf(facts, project);
		if ('status' in covering) return covering;
		const at = measuredAt(covering);
		if (!at || !isInUse(covering)) return notApplicable(unmeasured);
		const { config } = covering;
		const sources = sourcesOf(covering);
		if (covering.unread !== null && sources.length === 0) return notApplicable(unreadConfig(covering.unread));
		const production = productionIn(facts, project);
		if (production.length === 0) return notApplicable('the project has no production code');
		const findings: Finding[] = [];
		const { gate, configured } = enforcedOf(covering);
		// Nothing can hide where every line must be covered, those of the tests too.
		const isWhole = sources.includes('.') && (gate ?? configured)?.percent === 100;
		const shared = shareOf(sources, config?.directory ?? project.path, project, production);
		if (isWhole) {
			// The folder is measured as a whole.
		} else if (shared && shared.measured * 2 < production.length) {
			findings.push({
				level: 'warn',
				message: `Only ${shared.measured} of ${production.length} files of production code ${shared.measured === 1 ? 'is' : 'are'} measured`,
				confidence: 'likely',
				at:
					config && config.line > 0
						? { path: config.path, line: config.lines['run.source'] ?? config.line }
						: at,
				found: sources.join(', '),
				expected: 'the project’s package',
				key: 'share',
			});
		} else if (!sources.some(source => source !== '' && source !== '.')) {
			findings.push({
				level: 'warn',
				message:
					sources.length > 0
						? 'Everything in the folder is measured, the tests among it'
						: 'Nothing says what is measured, so modules that no test imports do not count',
				confidence: 'certain',
				at: config && config.line > 0 ? { path: config.path, line: config.line } : at,
				expected: '`source` or `source_pkgs` with the project’s package',
				key: 'source',
			});
		} else if (sources.every(source => /^(?:\.\/)?tests?\/?$/.test(source))) {
			findings.push({
				level: 'warn',
				message: 'Only the tests themselves are measured',
				confidence: 'certain',
				at: config && config.line > 0 ? { path: config.path, line: config.line } : at,
				found: sources.join(', '),
				expected: 'the project’s package',
				key: 'only tests',
			});
		}
		const seen = new Set<string>();
		for (const key of ['run.omit', 'report.omit']) {
			for (const pattern of config?.options[key] ?? []) {
				if (seen.has(pattern)) continue;
				seen.add(pattern);
				const dropped = production.filter(path => omits(pattern, path));
				const [first] = dropped;
				if (!config || first === undefined) continue;
				const line = config.lines[key] ?? config.line;
				findings.push({
					level: 'warn',
					message:
						dropped.length === 1
							? `\`${pattern}\` leaves out production code: \`${first}\``
							: `\`${pattern}\` leaves out ${dropped.length} files of production code, such as \`${first}\``,
					confidence: 'likely',
					at: { path: config.path, line },
					found: pattern,
					key: `omit ${pattern}`,
				});
			}
		}
		const shown = [...new Set(sources)].filter(source => source !== '').slice(0, 4);
		return verdictOf(
			findings,
			`${shown.map(source => `\`${source}\``).join(', ')} ${shown.length === 1 ? 'is' : 'are'} measured, and no production code is left out`,
		);
	},
});
