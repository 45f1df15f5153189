import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import { bucketCases, bucketChange, isAbout } from './buckets.ts';
import { listed, planTemplates } from './plan-templates.ts';

export default defineFixer({
	id: 's3-encryption',
	title: 'Write the encryption that S3 applies into each bucket',
	checks: ['s3-buckets/encryption'],
	safety: 'safe',
	needs: ['buckets', 'templates'],
	touches: templateFiles,
	after: [],
	safetyNote:
		'S3 encrypts every object with SSE-S3 (`AES256`) since January 2023; the template says what is done anyway.',
	takes: finding => isAbout(finding, 'absent'),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, findings, texts }) {
		const changes = bucketCases(facts, findings).map(one =>
			bucketChange(one, {
				BucketEncryption: {
					ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
				},
			}),
		);
		return planTemplates(changes, [], texts, done => ({
			area: 's3',
			summary: 'name the encryption of buckets',
			changed: [
				`${listed(done.map(({ subject }) => subject))}: \`BucketEncryption\` names \`AES256\`, which S3 applies already.`,
			],
			atRunTime: 'Nothing.',
			followUps: [],
		}));
	},
});
