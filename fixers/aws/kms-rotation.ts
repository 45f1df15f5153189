import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { isAbout, withProperties } from './buckets.ts';
import type { Change } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';
import type { ResourceCase } from './resources.ts';
import { resourceCases } from './resources.ts';

const changeOf = ({ resource, template, what }: ResourceCase): Change => {
	const path = [...resource.path, 'Properties', 'EnableKeyRotation'];
	return {
		path: template.path,
		subject: `\`${resource.id}\``,
		edits:
			what === 'off'
				? [{ kind: 'replace', path, value: true }]
				: withProperties(template, resource.path, { EnableKeyRotation: true }),
	};
};

export default defineFixer({
	id: 'kms-rotation',
	title: 'Rotate KMS keys every year',
	checks: ['key-management/rotation'],
	safety: 'review',
	needs: ['templates'],
	touches: templateFiles,
	after: [],
	safetyNote:
		'KMS keeps the old versions, so that what was encrypted can still be read; each of the first two versions more costs a dollar a month.',
	takes: finding => isAbout(finding, 'absent', 'off'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(resourceCases(facts, findings), changeOf, texts, done => ({
			area: 'kms',
			summary: 'rotate KMS keys',
			changed: [`${listed(done.map(({ subject }) => subject))}: KMS makes new key material every year.`],
			atRunTime:
				'The key is updated in place, its ARN stays, and what was encrypted before can still be read. Versions cost money.',
			followUps: [],
		})),
});
