import type { Facts } from '../../source/core/facts.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { bucketCases, bucketChange, isAbout } from './buckets.ts';
import type { Left } from './plan-templates.ts';
import { listed, planTemplates } from './plan-templates.ts';

const needs = ['buckets', 'templates', 'bucketUses', 'functions'] as const;

/** Why a bucket of a template is not to be closed; null where nothing is known against it. */
const reasonAgainst = (
	{ bucketUses, functions }: Pick<Facts, 'bucketUses' | 'functions'>,
	template: string,
): string | null => {
	const acl = [...bucketUses].find(([, parsed]) => parsed.ok && parsed.value.setsAcl);
	if (acl) return `\`${acl[0]}\` sets access control lists, which the block would refuse`;
	const other = functions.functions.find(one => one.template === template && one.python === 'no');
	return other
		? `\`${other.id}\` is not written in Python, and nothing tells whether it sets access control lists`
		: null;
};

export default defineFixer({
	id: 's3-public-access-block',
	title: 'Block public access to each bucket',
	checks: ['s3-buckets/public'],
	safety: 'review',
	needs,
	touches: templateFiles,
	after: ['s3-encryption'],
	safetyNote:
		'New buckets are closed by default since April 2023; an older one that something outside the template opened is closed by this.',
	takes: finding => isAbout(finding, 'absent'),
	isReady: ({ at }, { facts }) => reasonAgainst(facts, at.path) === null,
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts }) {
		const left: Left[] = [];
		const changes = bucketCases(facts, findings).flatMap(one => {
			const { id, properties } = one.bucket.resource;
			const reason = reasonAgainst(facts, one.bucket.resource.template);
			if (reason !== null) {
				left.push({ subject: `\`${id}\``, reason });
				return [];
			}
			if (properties['WebsiteConfiguration'] !== undefined) {
				left.push({ subject: `\`${id}\``, reason: 'it is a website' });
				return [];
			}
			const PublicAccessBlockConfiguration = {
				BlockPublicAcls: true,
				BlockPublicPolicy: true,
				IgnorePublicAcls: true,
				RestrictPublicBuckets: true,
			};
			return [bucketChange(one, { PublicAccessBlockConfiguration })];
		});
		return planTemplates(changes, left, texts, done => ({
			area: 's3',
			summary: 'block public access to buckets',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: all four settings of the public access block are on.`,
			],
			atRunTime:
				'Access control lists and policies that would open the bucket to everybody are refused or ignored.',
			followUps: ['Check that nothing outside this repository makes objects of these buckets public'],
		}));
	},
});
