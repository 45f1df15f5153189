import type { Safety } from '../core/fixer.ts';
import type { RunOutcome } from '../core/measure.ts';
import type { Summary } from '../core/report.ts';
import type { WaiverReason } from '../session/decide.ts';
import type { Obstacle } from '../session/notice.ts';
import type { Progress, Target } from '../session/ports.ts';
import type { BatchScope, Tab, Work } from '../session/state.ts';
import type { NextCommand, SummaryChoice } from '../session/summary.ts';
import { blank, say, show } from './safe-text.ts';
import type { SafeText } from './safe-text.ts';

/** `1 file`, `2 files`. */
export const counted = (count: number, one: string, many: string): SafeText =>
	say`${count} ${show(count === 1 ? one : many)}`;

export const filesCounted = (count: number): SafeText => counted(count, 'file', 'files');
export const findingsCounted = (count: number): SafeText => counted(count, 'finding', 'findings');
export const fixesCounted = (count: number): SafeText => counted(count, 'fix', 'fixes');
export const stepsCounted = (count: number): SafeText => counted(count, 'choice', 'choices');
export const commandsCounted = (count: number): SafeText => counted(count, 'command', 'commands');
export const commitsCounted = (count: number): SafeText => counted(count, 'commit', 'commits');

/** What a safety class means for the person at the key. */
export const safetyWords: Readonly<Record<Safety, SafeText>> = {
	safe: say`safe: the program cannot behave differently`,
	review: say`review: the diff is shown first`,
	guided: say`guided: asks first, then shows the diff`,
	exec: say`runs a program, which the session never does; 3 shows the command`,
};

export const tabWords: Readonly<Record<Tab, SafeText>> = {
	why: say`1 Why`,
	evidence: say`2 Evidence`,
	fix: say`3 Fix`,
	'by-hand': say`4 By hand`,
	checks: say`5 Checks`,
};

/** Why a key does nothing now. */
export const obstacleWords = (why: Obstacle, target: Target | null): SafeText => {
	switch (why) {
		case 'busy':
			return say`One thing at a time: this works when the current step is done`;
		case 'no-branch':
			return target && 'reason' in target.fixes
				? say`No fixes here: ${show(target.fixes.reason)}`
				: say`No fixes yet: the repository is still being opened`;
		case 'no-fix-here':
			return say`There is no fixer for this; 4 shows how to mend it by hand`;
		case 'needs-program':
			return say`This fix runs a program, which the session never does; 3 shows the command for it`;
		case 'no-safe-fix':
			return say`No fixer is open: 4 shows how to mend a practice by hand`;
		case 'nothing-to-undo':
			return say`Nothing to undo: there is no fix on the branch`;
		case 'nothing-to-redo':
			return say`Nothing to redo: no fix was undone`;
		case 'no-commits':
			return say`The fix log is empty: nothing was committed yet`;
		case 'no-choices':
			return say`An earlier version made these commits, and did not keep what a plan needs to make them again`;
		case 'no-problem':
			return say`No problem is left`;
		case 'no-problem-listed':
			return say`No problem fits the filter; esc takes it off`;
		case 'nothing-listed':
			return say`Nothing fits the filter; esc takes it off`;
		case 'no-practice':
			return say`Select a practice first; this is a section`;
		case 'no-mark-here':
			return say`Nothing to mark: no fixer is open here`;
		case 'not-planned':
			return say`There is no plan for this choice yet`;
		case 'nothing-to-decide':
			return say`There is nothing to waive or to answer here`;
		case 'one-scope':
			return say`There is nothing else to choose from`;
		case 'nothing-judged':
			return say`Nothing is judged yet`;
		case 'unfinished':
			return say`The audit was stopped early; r audits everything, then this works`;
		case 'no-commit':
			return say`Tools run on a checkout of a commit, and there is none yet`;
		case 'no-history':
			return say`There is no history yet: the repository has no commit`;
		case 'no-tools':
			return say`There is nothing that could be run: no linter, type checker or test is set up`;
		case 'no-place':
			return say`There is no place in a file to open here`;
		case 'is-undone':
			return say`This one is undone already; U brings it back`;
		case 'too-narrow':
			return say`Side by side needs a terminal of 100 columns`;
	}
};

export const shortHash = (commit: string): SafeText => show(commit.slice(0, 7));

/** Where the audited commit is. */
export const placeOf = ({ branch, commit }: Target): SafeText => {
	const hash = commit === null ? say`no commit` : shortHash(commit);
	return branch === null ? hash : say`${show(branch)} @ ${hash}`;
};

export const percentOf = ({ done, of }: Progress): number =>
	of > 0 ? Math.min(100, Math.floor((done / of) * 100)) : 0;

/** What is under way, for the header. */
export const workWords = (work: Work): SafeText => {
	switch (work.kind) {
		case 'none':
			return blank;
		case 'audit':
			return work.progress ? say`auditing ${percentOf(work.progress)} %` : say`auditing`;
		case 'plan':
			return say`planning a fix`;
		case 'commit':
			return say`committing`;
		case 'undo':
			return say`undoing`;
		case 'draft':
			return say`looking how to write it`;
		case 'trace':
			return say`looking what rests on it`;
		case 'redo':
			return say`redoing`;
		case 'try-out':
			return say`running`;
	}
};

export const words = {
	name: say`bp-audit`,
	opening: say`Opening the repository`,
	readOnly: say`Read-only: runs no code of this repository and changes no file of yours`,
	auditing: say`Auditing`,
	collecting: say`Listing files`,
	startingParsers: say`Starting the parsers`,
	judging: say`Judging`,
	why: say`WHY IT MATTERS`,
	wrong: say`WHAT WAS FOUND`,
	evidence: say`EVIDENCE`,
	seen: say`WHAT WAS SEEN`,
	reason: say`WHY IT DOES NOT APPLY`,
	question: say`TO ANSWER BY HAND`,
	broken: say`THE CHECK BROKE`,
	waived: say`WAIVED`,
	decidedBy: say`DECIDED BY`,
	notYet: say`Not checked yet:`,
	pending: say`Not judged yet: the files that it rests on are still being read.`,
	unread: say`Not judged: the audit was stopped before its files were read. r audits everything.`,
	waiting: say`waiting`,
	also: say`SEE ALSO`,
	fix: say`FIX`,
	good: say`WHAT GOOD LOOKS LIKE`,
	byHand: say`BY HAND`,
	more: say`READ ON`,
	differs: say`WHERE WE JUDGE DIFFERENTLY`,
	noFixer: say`No fixer does this one; 4 shows how to mend it by hand.`,
	noEvidence: say`No place in the files is named for this.`,
	noGuide: say`Judged by the practices named below; open them for the details.`,
	noExcerpt: say`The file cannot be shown.`,
	loading: say`…`,
	likely: say`likely, not certain`,
	found: say`found`,
	expected: say`expected`,
	noHit: say`Nothing fits the filter.`,
	filterHint: say`Words, or is:problem is:fixable is:manual is:pass is:marked · sec:6 · file:client · conf:certain · fix:safe · -word`,
	nothingListed: say`Nothing to do here; x shows what passed.`,
	preview: say`Fix preview`,
	atRunTime: say`At run time`,
	changes: say`Changes`,
	next: say`Afterwards`,
	afterwards: say`AFTERWARDS`,
	branch: say`Branch`,
	message: say`Commit`,
	checked: say`Checked on this diff`,
	proofs: [
		say`mends the finding, nothing gets worse`,
		say`all files parse, no comment is lost`,
		say`a second run would change nothing`,
	],
	chosen: say`Fixes`,
	replanning: say`Planning your choice …`,
	nothingChosen: say`Nothing is chosen: space takes it in again`,
	noPlan: say`No plan for this choice`,
	ownSubject: say`as you wrote it`,
	untouched: say`Your files and your branch stay as they are.`,
	review: say`May change what the program does`,
	batch: say`Batch`,
	batchAsk: say`One commit each, in this order. Every one can be undone.`,
	batchLooks: say`One commit each, in this order. What may change the program is shown to you first.`,
	batchStops: say`Stops after the fix that is under way.`,
	log: say`Fix log`,
	dropTitle: say`Undo more than one commit?`,
	dropAsk: say`These commits change the same files after it, so they go with it. All can be brought back.`,
	patch: say`Commit`,
	noPatch: say`There is nothing to show.`,
	tryTitle: say`Run the project’s own tools?`,
	tryAsk: say`This runs code of the repository, with your rights.`,
	tryHow: say`Tests may start whatever they like. It happens in a checkout that is thrown away, without your tokens and credentials; what takes too long is ended. uv may fetch the packages that uv.lock names. Your files and your branches stay as they are.`,
	tryLooking: say`Looking what could be run`,
	tryRunning: say`Running`,
	tryPreparing: say`making the checkout`,
	tryDone: say`Ran here`,
	tryKept: say`The report and section 11 show it until something changes; no verdict changes by it.`,
	notRun: say`no; T runs it, after a question`,
	stages: say`HOW FAR IT IS TRUE`,
	discardTitle: say`Take all fixes back and remove the branch?`,
	discardAsk: say`Your own branch and files are not touched. U brings the fixes back, one by one, while the session is open.`,
	info: say`What was audited`,
	projects: say`Projects`,
	notices: say`To know`,
	skippedFiles: say`Not checked`,
	nothingSkipped: say`Every file that is of interest was read.`,
	dirtyFiles: say`Changed and not committed: these changes are not part of the audit`,
	waive: say`Waive`,
	attest: say`Answer`,
	answerYes: say`Yes, it holds`,
	answerNo: say`No, it does not`,
	scope: say`What`,
	kind: say`Reason`,
	text: say`Why`,
	owner: say`Owner`,
	until: say`Until`,
	noEnd: say`no end`,
	askScope: say`What is accepted as it is?`,
	askReason: say`Why?`,
	askWhy: say`In a sentence, for whoever reads it in a year:`,
	askNote: say`How is it known? In a sentence, for whoever reads it in a year:`,
	askOwner: say`Who stands for it? A person or a team; may be empty.`,
	askUntil: say`Until when, as YYYY-MM-DD? It counts again afterwards. Empty is for ever.`,
	askRecord: say`This becomes a commit of its own on the branch; it is undone like a fix.`,
	tooShort: say`At least ten characters.`,
	noDate: say`A date like 2027-05-31 that is still to come, or nothing.`,
	writes: say`Adds to`,
	notRecorded: say`This cannot be written down`,
	summary: say`Summary`,
	help: say`Keys`,
	helpHint: say`type to search`,
	helpNone: say`No key matches.`,
	legend: say`✗ fails  ! warns  ? to answer  ✓ passes  – does not apply  ~ waived  … not judged  ▸f has a fix`,
	legendWords: say`certain, likely: how sure the finding is · safe, review, guided: what the fix may change`,
	choose: say`Which fix?`,
	suggested: say`suggested`,
	suggestedTaken: say`suggested; enter takes it`,
	questionRefused: say`That is not an answer here.`,
	failed: say`The audit could not finish`,
	whatNow: say`WHAT NOW`,
	program: say`runs a program, which the session never does`,
	sampleGone: say`The sample is removed again; bp-audit PATH opens a repository of yours`,
	afterLeaving: say`After leaving, type`,
	yourTests: say`Your tests were not run: bp-audit runs no code of this repository.`,
	noProblem: say`No problem is left.`,
	plainHelp: say`Type: n next, b back, w why, e evidence, f fix, h by hand, v waive or answer, a all safe fixes, u undo, redo, audit again, l list, m questions, a number such as 6.1 goes there, p where am I, s summary, plan save a plan file, report write a web page, tools run linters and tests after a question, q or quit.`,
	leaveTitle: say`A fix is being committed`,
	leaveAsk: say`Quit when it is done? Nothing is lost either way.`,
} as const;

export const summaryChoiceWords: Readonly<Record<SummaryChoice, SafeText>> = {
	'next-problem': say`Go on with the next problem`,
	back: say`Go back to the list`,
	log: say`Look at the fix log`,
	'save-plan': say`Save the choices as a plan file`,
	discard: say`Take all fixes back and remove the branch`,
	quit: say`Quit`,
};

export const scopeWords: Readonly<Record<BatchScope['name'], SafeText>> = {
	marked: say`marked`,
	safe: say`all safe`,
	section: say`this section`,
	practice: say`this practice`,
	all: say`all, shown first`,
};

export const reasonWords: Readonly<Record<WaiverReason, SafeText>> = {
	'not-applicable': say`Not applicable here`,
	accepted: say`Accepted risk`,
	planned: say`Planned, see a ticket`,
	'false-positive': say`False positive: the check is wrong here`,
	other: say`Other`,
};

export const outcomeWords: Readonly<Record<RunOutcome, SafeText>> = {
	passed: say`PASS`,
	failed: say`FAIL`,
	broken: say`BROKEN`,
	'not run': say`NOT RUN`,
};

export const purposeWords: Readonly<Record<NextCommand['purpose'], SafeText>> = {
	look: say`look at the commits`,
	try: say`try them, run your tests`,
	merge: say`take them over`,
	'throw-away': say`throw all of them away`,
};

/** `✗ 4  ! 3` as words, for the places without glyphs. It is checks that a summary counts. */
export const tallyWords = ({ fail, warn, manual, error }: Summary): SafeText => {
	const parts = [
		...(fail > 0 || warn === 0 ? [counted(fail, 'check fails', 'checks fail')] : []),
		...(warn > 0
			? [fail > 0 ? counted(warn, 'warns', 'warn') : counted(warn, 'check warns', 'checks warn')]
			: []),
		...(manual > 0 ? [say`${manual} to answer by hand`] : []),
		...(error > 0 ? [say`${error} could not run`] : []),
	];
	return show(parts.join(', '));
};
