import type { SgNode } from '@ast-grep/napi';
import { leftAlone } from '../left-alone.ts';
import type { FactName, Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined, type AnyFixer, type Fixer, type Plan, type Question } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { removeImportedNames } from '../../source/edit/python/imports.ts';
import { namesIn, type ImportedName, type Names } from '../../source/edit/python/names.ts';
import { briefly, endOf, lineOf, startOf } from '../../source/edit/python/nodes.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { createSpliceSet } from '../../source/edit/splice-set.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

/** A call that a check calls weak, in its file. */
export interface WeakCall<Needs extends FactName = FactName> {
	readonly call: SgNode;
	readonly callee: SgNode;
	readonly path: string;
	readonly text: string;
	readonly root: SgNode;
	readonly names: Names;
	/** What was answered to the fixer's question; its fallback where nothing was. */
	readonly answer: string;
	readonly facts: Pick<Facts, Needs>;
	readonly project: Project;
	/** Every text that the fixer reads, the tests' too. */
	readonly texts: ReadonlyMap<string, string>;
}

/** What a mended call needs: replacements, or the half sentence that says why it stays, after "because". */
export type Mended = readonly (readonly Splice[] | EditResult)[] | string;

/** A weakness that is mended where it is called, each call by itself. */
interface Weakness<Needs extends FactName> extends Pick<
	Fixer<Needs>,
	'id' | 'title' | 'checks' | 'safety' | 'safetyNote' | 'needs'
> {
	readonly takes: (finding: Finding) => boolean;
	readonly question?: Question;
	/** The answer that leaves everything as it is, and what is said then. */
	readonly leaves?: { readonly answer: string; readonly reason: string };
	/** Files to read beside those with findings. */
	readonly alsoReads?: (
		paths: readonly string[],
		facts: Pick<Facts, Needs>,
		project: Project,
	) => readonly string[];
	/** Whether a call is of the kind, by its callee. */
	readonly isMeant: (callee: SgNode, names: Names, call: SgNode) => boolean;
	readonly mend: (weak: WeakCall<Needs>) => Mended;
	/** What else goes with it, for the files that change: a dependency. A sentence where it cannot be done. */
	readonly alongside?: (
		paths: readonly string[],
		on: Pick<WeakCall<Needs>, 'facts' | 'project' | 'texts'>,
	) => readonly Edit[] | string;
	/** Beside modules. */
	readonly touches?: readonly string[];
	readonly says: (answer: string) => Pick<Plan, 'summary' | 'atRunTime' | 'followUps'> & {
		readonly changed: string;
	};
}

/** Whether nobody accepted what a finding of `security-scans/clean` names, and its code is one of those. */
export const isOpenWith =
	(...codes: readonly string[]) =>
	({ key = '', level, message }: Finding): boolean =>
		level !== 'info' &&
		!/ \((?:accepted by|configured off)/.test(message) &&
		codes.some(code => key.startsWith(`${code} `));

/** The innermost call of the kind around each finding; null where what was found is no such call. */
const callsAt = (
	findings: readonly Finding[],
	lineStarts: readonly number[],
	candidates: readonly SgNode[],
): readonly (SgNode | null)[] =>
	findings.map(({ at: { line = 1, column = 1 } }) => {
		const offset = (lineStarts[line - 1] ?? 0) + column - 1;
		const around = candidates.filter(call => startOf(call) <= offset && offset < endOf(call));
		return around.toSorted((a, b) => endOf(a) - startOf(a) - (endOf(b) - startOf(b)))[0] ?? null;
	});

const isImport = /^(?:\r?\n)*(?:(?:import|from)\s[^\r\n]*(?:\r?\n)+)+$/;

/** In the order of the text, with imports that are added at one place in one block. */
const ordered = (splices: readonly Splice[]): readonly Splice[] => {
	const out: Splice[] = [];
	for (const splice of splices) {
		const last = out.at(-1);
		if (!last || last.start !== splice.start || !isImport.test(last.text) || !isImport.test(splice.text)) {
			out.push(splice);
			continue;
		}
		const [, open = '', one = '', close = ''] = /^(\s*)([^]*?\S)(\s*)$/.exec(last.text) ?? [];
		const eol = close.startsWith('\r') ? '\r\n' : '\n';
		const statements = [...one.split(eol), splice.text.trim()].toSorted();
		out.splice(-1, 1, { ...last, text: `${open}${statements.join(eol)}${close}` });
	}
	return out;
};

/** Takes imports away whose every use was replaced. */
const unusedImports = (
	text: string,
	root: SgNode,
	names: Names,
	replaced: ReadonlySet<number>,
): readonly EditResult[] => {
	if (replaced.size === 0) return [];
	const uses = root.findAll({ rule: { kind: 'identifier' } }).filter(node => {
		const parent = node.parent();
		const isAttribute = parent?.kind() === 'attribute' && parent.field('attribute')?.id() === node.id();
		return !isAttribute && parent?.kind() !== 'dotted_name' && parent?.kind() !== 'aliased_import';
	});
	const isGone = ({ local }: ImportedName): boolean => {
		const own = uses.filter(node => node.text() === local);
		return own.length > 0 && own.every(node => replaced.has(startOf(node)));
	};
	const gone = names.imports.filter(isGone);
	const statements = new Map(gone.map(({ statement }) => [statement.id(), statement]));
	return [...statements.values()].map(statement => {
		const ofStatement = (each: ImportedName): boolean => each.statement.id() === statement.id();
		return removeImportedNames(text, statement, names.imports.filter(ofStatement), gone.filter(ofStatement));
	});
};

/** A fixer of one weakness: finds the calls again, mends each that can be, and names those that stay. */
export const fixWeakCalls = <const Needs extends FactName>(weakness: Weakness<Needs>): AnyFixer =>
	defineFixer<Needs>({
		id: weakness.id,
		title: weakness.title,
		checks: weakness.checks,
		safety: weakness.safety,
		needs: weakness.needs,
		touches: [...pythonFiles, ...(weakness.touches ?? [])],
		after: [],
		safetyNote: weakness.safetyNote,
		perFile: weakness.alongside === undefined,
		takes: weakness.takes,
		questions: () => (weakness.question ? [weakness.question] : []),
		reads({ findings, facts, project }) {
			const paths = [...new Set(findings.filter(weakness.takes).map(({ at }) => at.path))];
			return [...new Set([...paths, ...(weakness.alsoReads?.(paths, facts, project) ?? [])])];
		},
		plan({ facts, project, findings, texts, answers, engines }) {
			const { question, leaves } = weakness;
			const answer = question ? (answers[question.id] ?? question.fallback) : '';
			if (leaves?.answer === answer) return declined(leaves.reason);
			const edits: Edit[] = [];
			const left: string[] = [];
			for (const [path, text] of texts) {
				const own = findings.filter(finding => finding.at.path === path && weakness.takes(finding));
				if (own.length === 0) continue;
				const lineStarts = lineStartsOf(text);
				const root = engines.python({ path, text, lineStarts });
				const names = namesIn(root);
				const candidates = root.findAll({ rule: { kind: 'call' } }).filter(call => {
					const callee = call.field('function');
					return callee !== null && weakness.isMeant(callee, names, call);
				});
				const splices = createSpliceSet();
				const add = (part: readonly Splice[] | EditResult): void => {
					splices.add('outcome' in part ? (part.outcome === 'spliced' ? part.splices : []) : part);
				};
				const replaced = new Set<number>();
				for (const [at, call] of callsAt(own, lineStarts, candidates).entries()) {
					const callee = call?.field('function');
					if (!call || !callee) {
						left.push(
							`${path}:${own[at]?.at.line ?? 1}: nothing is called there that could be written otherwise`,
						);
						continue;
					}
					const mended = weakness.mend({
						call,
						callee,
						path,
						text,
						root,
						names,
						answer,
						facts,
						project,
						texts,
					});
					const where = `\`${briefly(call.text(), 50)}\` at ${path}:${lineOf(call)}`;
					if (typeof mended === 'string') {
						left.push(`${where}: ${mended}`);
						continue;
					}
					const refusal = mended.find(part => 'outcome' in part && part.outcome === 'declined');
					if (refusal && 'reason' in refusal) {
						left.push(`${where}: ${refusal.reason}`);
						continue;
					}
					for (const part of mended) add(part);
					if (
						mended.some(part => !('outcome' in part) && part.some(({ start }) => start === startOf(callee)))
					)
						replaced.add(startOf(callee));
				}
				for (const part of unusedImports(text, root, names, replaced)) add(part);
				const [first, ...rest] = ordered(splices.all());
				if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
			}
			const [first, ...rest] = edits;
			if (!first) return declined(left[0] ?? 'what was found is not there any more');
			const { summary, changed, atRunTime, followUps } = weakness.says(answer);
			const beside = weakness.alongside?.(
				edits.flatMap(edit => (edit.kind === 'splice' ? [edit.path] : [])),
				{ facts, project, texts },
			);
			if (typeof beside === 'string') return declined(beside);
			return {
				outcome: 'plan',
				area: 'security',
				summary,
				changed: [changed, ...leftAlone(left)],
				atRunTime,
				followUps,
				edits: [first, ...rest, ...(beside ?? [])],
				...(beside && beside.length > 0 ? { lockDirty: true } : {}),
			};
		},
	});
