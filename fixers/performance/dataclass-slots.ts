import { leftAlone } from '../left-alone.ts';
import { counted } from '../../source/core/counted.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { argumentsOf, insertKeyword } from '../../source/edit/python/calls.ts';
import { dataclassesIn, type DataClassNode } from '../../source/edit/python/dataclasses.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { endOf } from '../../source/edit/python/nodes.ts';
import { usesAgainstSlots } from '../../source/edit/python/slots-uses.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.python.org/3/library/dataclasses.html#dataclasses.dataclass

const question = 'stored-pickles';
/** Every file of the repository is read, because any of them may use a class in a way that slots forbid. */
const most = 5000;

const pythonPaths = ({ files }: Pick<Facts, 'files'>): readonly string[] =>
	[...files.keys()].filter(path => /\.pyi?$/.test(path));

/** `slots` came with Python 3.10. */
const runsOnOlder = ({ packaging }: Pick<Facts, 'packaging'>, project: Project): boolean =>
	(packaging.get(project.path)?.declared ?? []).some(
		({ minors }) => minors === null || minors.some(minor => minor < 10),
	);

const slotted = (text: string, { decorator }: DataClassNode): readonly Splice[] => {
	if (decorator.kind() !== 'call') {
		const at = endOf(decorator);
		return [{ start: at, end: at, text: '(slots=True)' }];
	}
	return argumentsOf(decorator).positional.length > 0 ? [] : insertKeyword(text, decorator, 'slots=True');
};

export default defineFixer({
	id: 'dataclass-slots',
	title: 'Give dataclasses slots',
	checks: ['data-models/slots'],
	safety: 'guided',
	needs: ['files', 'packaging'],
	touches: pythonFiles,
	after: ['pydantic-validators'],
	safetyNote:
		'Only where the whole repository shows nothing that slots forbid: no bases and no subclasses, no `super()`, no cached ' +
		'property, no attribute beside the fields, no `__dict__`, weak reference, pickle, or read of a default through the ' +
		'class. Code elsewhere that uses the classes is not seen, so it asks, and its effect is for a person to accept.',
	mendsNotes: true,
	takes: ({ level, key }) => level === 'info' && /^slots \d+$/.test(key ?? ''),
	isReady: (_, { facts, project }) => !runsOnOlder(facts, project) && pythonPaths(facts).length <= most,
	questions: () => [
		{
			id: question,
			prompt:
				'Are instances of these classes kept pickled, or set with attributes by code outside this repository?',
			explanation: 'A pickle made before has no slots to be read into; yes leaves the classes as they are.',
			kind: { type: 'yes-no' },
			fallback: 'no',
		},
	],
	reads: ({ facts }) => pythonPaths(facts).slice(0, most),
	plan({ facts, project, findings, texts, answers, engines }) {
		if (answers[question] === 'yes') return declined('instances are kept pickled or changed elsewhere');
		if (runsOnOlder(facts, project))
			return declined('the project runs on a Python before 3.10, which has no `slots`');
		if (pythonPaths(facts).length > most)
			return declined(`more than ${most} Python files could use the classes, too many to read at once`);
		const edits: Edit[] = [];
		const left: string[] = [];
		let count = 0;
		for (const path of new Set(findings.map(({ at }) => at.path))) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const root = engines.python({ path, text, lineStarts: lineStartsOf(text) });
			const able = dataclassesIn(root, namesIn(root)).filter(
				({ isSlotted, obstacle }) => !isSlotted && obstacle === null,
			);
			const splices = able.flatMap((one): readonly Splice[] => {
				const reason = usesAgainstSlots(one.name, one.fields, texts);
				if (reason !== null) {
					left.push(`\`${one.name}\`: ${reason}`);
					return [];
				}
				const made = slotted(text, one);
				if (made.length > 0) count++;
				return made;
			});
			const [first, ...rest] = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(left[0] ?? 'no dataclass can be given slots here');
		const classes = counted(count, 'dataclass', 'dataclasses');
		return {
			outcome: 'plan',
			area: 'models',
			summary: `give ${classes} slots`,
			changed: [`${classes} ${count === 1 ? 'gets' : 'get'} \`slots=True\`.`, ...leftAlone(left)],
			atRunTime:
				'Instances take less memory, and setting an attribute that is no field raises `AttributeError`. Pickles made before cannot be read.',
			followUps: ['Run the tests: what sets attributes through `setattr` or from outside is not seen'],
			edits: [first, ...rest],
		};
	},
});
