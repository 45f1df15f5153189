import { expect, test } from 'vitest';
import { importanceOf } from '../../../source/practices/aws/s3-buckets/importance.ts';

test.each([
	['OrderDataBucket', 'critical'],
	['customer-documents', 'critical'],
	['TFStateBucket', 'critical'],
	['AccessLogs', 'passing'],
	['athena-results', 'passing'],
	['StaticWebsite', 'passing'],
	['AuditLogBucket', 'both'],
	['Catalog', 'unsaid'],
	['WebhookBucket', 'unsaid'],
	['MetadataBucket', 'unsaid'],
	['Statement', 'unsaid'],
])('the name %s is %s', (name, importance) => {
	expect(importanceOf([name])).toBe(importance);
});
