import { counted } from '../../../core/counted.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';

export default defineCheck({
	id: 'slots',
	spec: '9.1/slots',
	title: 'Slots are used where they pay, which only a profile shows',
	failTitle: 'Slots are missing where they pay',
	severity: 'info',
	scope: 'project',
	needs: ['files', 'dataModels'],
	check(facts, project) {
		const files = filesIn(facts.dataModels, facts, project).filter(({ role }) => role === 'prod');
		const all = files.flatMap(({ value }) => value.dataclasses);
		const old = files.flatMap(({ path, value }) => value.oldAttrs.map(line => ({ path, line })));
		if (all.length + old.length === 0) return notApplicable('the project defines no dataclass');
		const notes = files.flatMap(({ path, value }): Finding[] => {
			const able = value.dataclasses.filter(({ isSlotted, obstacle }) => !isSlotted && obstacle === null);
			const [first, ...others] = able;
			if (!first) return [];
			return [
				{
					level: 'info',
					message:
						others.length === 0
							? `\`${first.name}\` could have slots, as far as this file shows`
							: `\`${first.name}\` and ${others.length} more could have slots, as far as this file shows`,
					confidence: 'likely',
					at: { path, line: first.line },
					expected: '`@dataclass(slots=True)`, where many instances live at once',
					// Fewer of them are another note: some may have to stay.
					key: `slots ${able.length}`,
				},
			];
		});
		const [attrs] = old;
		if (attrs) {
			notes.push({
				level: 'info',
				message: `\`@attr.s\` makes a class without slots, ${old.length === 1 ? 'once' : `${old.length} times`}`,
				confidence: 'certain',
				at: attrs,
				expected: '`@attrs.define`, which makes one with slots',
				key: 'attrs',
			});
		}
		const slotted = all.filter(({ isSlotted }) => isSlotted).length;
		return pass(
			`${slotted} of ${counted(all.length, 'dataclass', 'dataclasses')} ${slotted === 1 ? 'has' : 'have'} slots`,
			notes,
		);
	},
});
