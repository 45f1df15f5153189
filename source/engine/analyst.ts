import { checklist } from '../checklist.ts';
import type { Config } from '../config/config.ts';
import { configOf } from '../config/config.ts';
import { selectablesOf } from '../core/catalogue.ts';
import { UserError } from '../core/errors.ts';
import type { Facts } from '../core/facts.ts';
import type { SecretHistory } from '../core/facts/history.ts';
import type { Report } from '../core/report.ts';
import { leavesOf, rollUp } from '../core/roll-up.ts';
import type { Practice } from '../core/practice.ts';
import type { Selectable } from '../core/selection.ts';
import { assertKnownIds, isSelected } from '../core/selection.ts';
import type { Tree } from '../core/tree.ts';
import { fixers } from '../../fixers/index.ts';
import { practices } from '../practices/index.ts';
import type { AuditOptions } from './audit.ts';
import { audit, factsNeeded } from './audit.ts';
import { applyDecisions } from './decisions.ts';
import { auditEarly } from './early.ts';
import type { KnownFacts } from './early.ts';
import type { FileCache } from './file-cache.ts';
import { closureOf, gather } from './gather.ts';
import { gatherers } from './gatherers.ts';
import type { Pool } from './pool.ts';
import { projectsWithin } from './within.ts';

/** Ids on the command line; an empty `only` means all. */
export interface Selection {
	readonly only: readonly string[];
	readonly skip: readonly string[];
}

/** What stays while trees change. */
export interface AnalystOptions {
	/** The repository's name. */
	readonly name: string;
	/** The tool's version. */
	readonly version: string;
	readonly pool: Pool;
	readonly jobs: number;
	readonly selection: Selection;
	/** The folder that was named, relative to the root; empty for the whole repository. */
	readonly within: string;
	/** ISO date, for waivers and attestations. */
	readonly today: string;
	/** Milliseconds, for the report's timings. */
	readonly clock: () => number;
}

/** A tree with all that was made of it. */
export interface Analysis {
	readonly tree: Tree;
	readonly facts: Facts;
	readonly config: Config;
	readonly cache: FileCache;
	/** Without decisions: what the gate compares. */
	readonly bare: Report;
	/** With decisions: what is shown. */
	readonly report: Report;
	/** Checks that would pass but for files that could not be read; see `checkKey`. */
	readonly unread: ReadonlySet<string>;
}

export interface TreeIdentity {
	readonly commit: string | null;
	readonly dirty: boolean;
	/** What the history behind it holds, where the user had it read. */
	readonly history?: SecretHistory | null;
}

/** Gathers and judges a tree. Throws a {@link UserError} for a configuration that is wrong. */
export type Analyse = (
	tree: Tree,
	identity: TreeIdentity,
	cache: FileCache,
	onProgress: (done: number, of: number, path: string) => void,
	/** Ends it early with a {@link UserError}. */
	signal?: AbortSignal,
	/** Told what can be judged while much is still to be read; practices that cannot are `pending`. */
	onPart?: (part: Report) => void,
) => Promise<Analysis>;

const selectables = selectablesOf({ sections: checklist, practices, fixers });
const rollUps = checklist.flatMap(({ id, practices: numbers }) =>
	practices
		.filter(({ number, leaves }) => leaves && numbers.includes(number))
		.map(practice => ({ id, practice, leaves: new Set(leavesOf(practice, practices).checks) })),
);
const sectionIds = checklist.map(({ id }) => id);

/** Facts of Python files that most practices rest on, and those that the same run of ruff gives. */
const firstFacts = closureOf(
	['projects', 'files', 'packaging', 'layouts', 'lint', 'ciFiles', 'importPaths', 'handlers'],
	gatherers,
);

const configIn = (toml: Facts['toml']): Config => {
	const own = toml.get('bp-audit.toml');
	const pyproject = toml.get('pyproject.toml');
	if (own && !own.ok) throw new UserError(`bp-audit.toml line ${own.line}: ${own.message}`);
	return configOf({
		...(own?.ok ? { own: own.value } : {}),
		...(pyproject?.ok ? { pyproject: pyproject.value } : {}),
	});
};

/** Binds the product's practices, fixers and gatherers to a pool. */
export const createAnalyst = (options: AnalystOptions): Analyse => {
	const { only, skip } = options.selection;
	const isChosen = (ids: Selectable): boolean => only.length === 0 || isSelected(only, ids);
	/** Who asks for a roll-up asks for its leaves. */
	const isAskedFor = (ids: Selectable): boolean =>
		rollUps.some(
			({ id, practice, leaves }) =>
				leaves.has(ids.check) &&
				isSelected(only, { section: id, number: practice.number, practice: practice.id, check: '' }),
		);
	const selectionWith = (skipped: readonly string[]): AuditOptions => ({
		checklist,
		practices,
		fixers,
		gatherers,
		within: options.within,
		isWanted(section, practice, check) {
			const ids = {
				section,
				number: practice.number,
				practice: practice.id,
				check: `${practice.id}/${check.id}`,
			};
			return (isChosen(ids) || isAskedFor(ids)) && !isSelected(skipped, ids);
		},
	});
	const isRollUpWantedWithout =
		(skipped: readonly string[]) =>
		(section: string, practice: Practice): boolean => {
			const ids = { section, number: practice.number, practice: practice.id, check: '' };
			return isChosen(ids) && !isSelected(skipped, ids);
		};
	const projectsOf = (facts: Pick<Facts, 'projects'>): Report['repo']['projects'] =>
		projectsWithin(facts.projects, options.within).map(({ path, name, kinds }) => ({ path, name, kinds }));
	return async (tree, identity, cache, onProgress, signal, onPart) => {
		const started = options.clock();
		const showPart = (known: KnownFacts | null): void => {
			const facts = known?.factsWith(['toml', ...(known.isWhole('projects') ? ['projects' as const] : [])]);
			const { skip: own, waivers, attestations } = facts ? configIn(facts.toml) : configOf({});
			const skipped = [...skip, ...own];
			const part: Report = {
				schema: 1,
				tool: { name: 'bp-audit', version: options.version },
				repo: {
					commit: identity.commit,
					dirty: identity.dirty,
					projects: facts?.projects ? projectsOf(facts) : [],
				},
				...auditEarly(known, {
					...selectionWith(skipped),
					isRollUpWanted: isRollUpWantedWithout(skipped),
				}),
				skipped: [],
				timings: { totalMs: 0, files: 0, bytes: 0 },
			};
			onPart?.(
				applyDecisions(part, { waivers, attestations, today: options.today, practices, isPartial: true }),
			);
		};
		if (onPart) showPart(null);
		const gathered = await gather(tree, {
			gatherers,
			wanted: factsNeeded(selectionWith(skip)),
			pool: options.pool,
			jobs: options.jobs,
			cache,
			seed: ({ toml }) => ({
				repository: { name: options.name, limits: configIn(toml).limits, today: options.today },
				history: identity.history ?? null,
			}),
			onProgress,
			signal,
			early: onPart && {
				first: firstFacts,
				onKnown(factsWith, isWhole) {
					showPart({ factsWith, isWhole });
				},
			},
		});
		const { facts } = gathered;
		const config = configIn(facts.toml);
		assertKnownIds(config.skip, selectables, 'skip', sectionIds);
		const skipped = [...skip, ...config.skip];
		const { sections, summary, unread } = audit(facts, selectionWith(skipped));
		const rolledUp = (plain: Report): Report =>
			rollUp(plain, {
				sections: checklist,
				practices,
				isWanted: isRollUpWantedWithout(skipped),
			});
		const bare: Report = {
			schema: 1,
			tool: { name: 'bp-audit', version: options.version },
			repo: {
				commit: identity.commit,
				dirty: identity.dirty,
				projects: projectsOf(facts),
			},
			summary,
			sections,
			skipped: gathered.skipped,
			timings: {
				totalMs: Math.round(options.clock() - started),
				files: gathered.files,
				bytes: gathered.bytes,
			},
		};
		const report = applyDecisions(bare, {
			waivers: config.waivers,
			attestations: config.attestations,
			today: options.today,
			practices,
			isPartial: options.within !== '',
		});
		return {
			tree,
			facts,
			config,
			cache: gathered.cache,
			bare: rolledUp(bare),
			report: rolledUp(report),
			unread,
		};
	};
};
