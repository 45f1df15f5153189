import { counted } from '../../../core/counted.ts';
import type { DataClass } from '../../../core/facts/data-models.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, isRunning } from '../../../core/project-files.ts';

type Fault = DataClass['faults'][number];

const told: Readonly<
	Record<Fault['kind'], (fault: Fault, owner: string) => readonly [message: string, expected: string]>
> = {
	slots: (_, owner) => [
		`\`${owner}\` has \`__slots__\` and \`slots=True\`, which raises when it is imported`,
		'one of them',
	],
	cached: ({ name }, owner) => [
		`\`${name}\` is a cached property, and \`${owner}\` has slots and no place to keep it`,
		'a property, or a class without slots',
	],
	super: ({ name }, owner) => [
		`\`${name}\` calls \`super()\`, which does not know \`${owner}\` once \`slots=True\` has replaced it`,
		'the parent by its name, or Python 3.14',
	],
	undeclared: ({ name }, owner) => [
		`\`self.${name}\` is set, and \`${owner}\` has slots and no such field`,
		`\`${name}\` as a field`,
	],
};

export default defineCheck({
	id: 'slots-sound',
	spec: '9.1/slots-broken',
	title: 'Dataclasses with slots do nothing that slots forbid',
	failTitle: 'Dataclasses with slots do what slots forbid',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'dataModels', 'packaging'],
	check(facts, project) {
		const slotted = filesIn(facts.dataModels, facts, project)
			.filter(({ role }) => isRunning(role))
			.flatMap(({ path, value }) =>
				value.dataclasses.filter(({ isSlotted }) => isSlotted).map(found => ({ ...found, path })),
			);
		if (slotted.length === 0) return notApplicable('no dataclass has slots');
		const declared = facts.packaging.get(project.path)?.declared ?? [];
		const hasNewSuper = declared.some(
			({ minors }) => minors !== null && minors.length > 0 && minors.every(minor => minor >= 14),
		);
		const findings = slotted.flatMap(({ path, name: owner, hasBases, faults }) =>
			faults.flatMap((fault): Finding[] => {
				// A base without slots keeps a `__dict__`, which takes in what has no slot.
				if ((fault.kind === 'undeclared' || fault.kind === 'cached') && hasBases) return [];
				if (fault.kind === 'super' && hasNewSuper) return [];
				const [message, expected] = told[fault.kind](fault, owner);
				return [
					{
						level: 'fail',
						message,
						confidence: fault.kind === 'slots' || fault.kind === 'cached' ? 'certain' : 'likely',
						at: { path, line: fault.line },
						expected,
						key: `${fault.kind} ${owner}.${fault.name}`,
					},
				];
			}),
		);
		return verdictOf(
			findings,
			`nothing was found in ${counted(slotted.length, 'dataclass', 'dataclasses')} with slots`,
		);
	},
});
