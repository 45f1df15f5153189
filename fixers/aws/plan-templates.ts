import { shortList } from '../../source/core/short-list.ts';
import type { Declined, Plan } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Edit } from '../../source/core/tree.ts';
import { pointerOf } from '../../source/core/data.ts';
import type { TemplateEdit } from '../../source/edit/template.ts';
import { editTemplate } from '../../source/edit/template.ts';

/** What one thing of a template needs, all of it or nothing. */
export interface Change {
	/** Path of the template. */
	readonly path: string;
	/** What is changed, as the user knows it. */
	readonly subject: string;
	readonly edits: readonly TemplateEdit[];
}

/** A thing that is left to the user, and why. */
export interface Left {
	readonly subject: string;
	readonly reason: string;
}

const keyOf = (edit: TemplateEdit): string =>
	JSON.stringify([edit.kind, pointerOf(edit.path), edit.kind === 'insert' ? edit.key : '']);

/** All edits, those that several changes share once. */
const editsOf = (changes: readonly Change[]): readonly TemplateEdit[] => [
	...new Map(changes.flatMap(({ edits }) => edits).map(edit => [keyOf(edit), edit])).values(),
];

/** What the CDK wrote: its next synthesis would undo a change. */
const isSynthesised = (text: string): boolean =>
	/["']?aws:cdk:path["']?\s*:|\bAWS::CDK::Metadata\b|["']?CheckBootstrapVersion["']?\s*:/.test(text);

/**
 * Makes the changes of all templates; what cannot be edited is left to the user and named in the follow-ups.
 * Declines where nothing can be done.
 */
export const planTemplates = (
	changes: readonly Change[],
	left: readonly Left[],
	texts: ReadonlyMap<string, string>,
	plan: (done: readonly Change[]) => Omit<Plan, 'edits' | 'outcome'>,
): Plan | Declined => {
	const edits: Edit[] = [];
	const done: Change[] = [];
	const undone: Left[] = [...left];
	for (const path of new Set(changes.map(change => change.path))) {
		const text = texts.get(path);
		if (text === undefined) continue;
		const wanted = changes.filter(change => change.path === path);
		if (isSynthesised(text)) {
			const reason = 'the CDK wrote this template, and the code that it comes from is the place to change';
			undone.push(...wanted.map(({ subject }) => ({ subject, reason })));
			continue;
		}
		const whole = editTemplate(text, editsOf(wanted));
		const possible =
			whole.outcome === 'spliced' ? wanted : wanted.filter(change => isPossible(text, change, undone));
		// Each is named with what keeps it from being changed.
		if (possible.length === 0) continue;
		const result = whole.outcome === 'spliced' ? whole : editTemplate(text, editsOf(possible));
		if (result.outcome === 'declined') {
			undone.push({ subject: `\`${path}\``, reason: result.reason });
			continue;
		}
		const [first, ...rest] = result.splices;
		if (!first) continue;
		edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		done.push(...possible);
	}
	const [first, ...rest] = edits;
	const [reason] = undone;
	if (!first) return declined(reason ? `${reason.subject}: ${reason.reason}` : 'nothing is left to change');
	const made = plan(done);
	return {
		...made,
		outcome: 'plan',
		followUps: [...made.followUps, ...byHand(undone)],
		edits: [first, ...rest],
	};
};

const isPossible = (text: string, change: Change, undone: Left[]): boolean => {
	const result = editTemplate(text, change.edits);
	if (result.outcome === 'spliced') return true;
	undone.push({ subject: change.subject, reason: result.reason });
	return false;
};

/** Each thing once, the first few of many. */
export const listed = (subjects: readonly string[]): string => shortList([...new Set(subjects)], 8);

/** What is left to the user as follow-ups: one for each reason, however many things it is about. */
export const byHand = (left: readonly Left[]): readonly string[] => {
	const subjects = new Map<string, string[]>();
	for (const { subject, reason } of left) subjects.set(reason, [...(subjects.get(reason) ?? []), subject]);
	return [...subjects].map(([reason, some]) => `Change ${listed(some)} by hand: ${reason}`);
};

/** The same over things of templates one by one: each gives its change, what leaves it to the user, or nothing. */
export const planEach = <Case>(
	cases: readonly Case[],
	changeOf: (one: Case) => Change | Left | null,
	texts: ReadonlyMap<string, string>,
	plan: (done: readonly Change[]) => Omit<Plan, 'edits' | 'outcome'>,
): Plan | Declined => {
	const all = cases.flatMap(one => changeOf(one) ?? []);
	const changes = all.filter(change => 'edits' in change);
	const left = all.filter(change => 'reason' in change);
	return planTemplates(changes, left, texts, plan);
};
