import type { SgNode } from '@ast-grep/napi';
import type { BucketCall, BucketUse } from '../../core/facts/buckets.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { argumentsOf } from '../../edit/python/calls.ts';
import { briefly, functionsAround, placeOf } from '../../edit/python/nodes.ts';

// https://docs.aws.amazon.com/boto3/latest/reference/services/s3.html

const usesAws = /^[ \t]*(?:import|from)[ \t]+(?:aio)?(?:boto3|botocore)\b/m;
const otherStores = /^[ \t]*(?:import|from)[ \t]+(?:google|minio|oss2|qcloud_cos|boto)\b/m;
const usesS3 = /["']s3["']|\bs3fs\b/;
const aclUse =
	/\bput_(?:object|bucket)_acl\b|\bACL\s*=|["']ACL["']\s*:|\bGrant(?:Read|Write|FullControl)\w*\s*=/;
const publicArgument = /["']ACL["']\s*:\s*["']public-read(?:-write)?["']/;

/** What a call does, for a file that uses AWS, or for arguments that only boto3 has. */
const kindOf = (call: SgNode, aws: boolean): BucketCall['kind'] | null => {
	const callee = call.field('function');
	const name = callee?.kind() === 'attribute' ? callee.field('attribute')?.text() : undefined;
	if (name === undefined) return null;
	const { keywords, kwargs } = argumentsOf(call);
	if (name === 'create_bucket') return keywords.has('Bucket') || (aws && kwargs) ? 'create' : null;
	const acl = keywords.get('ACL')?.field('value')?.text() ?? '';
	if (/^["']public-read(?:-write)?["']$/.test(acl)) return 'public-acl';
	const extra = keywords.get('ExtraArgs')?.text() ?? '';
	return publicArgument.test(extra) ? 'public-acl' : null;
};

export default defineFileGatherer({
	fact: 'bucketUses',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): BucketUse | null {
		const { text } = file;
		const aws = usesAws.test(text) && !otherStores.test(text);
		const acl = aclUse.test(text);
		const mentions = /\bcreate_bucket\b|public-read/.test(text);
		const uses = acl || (aws && usesS3.test(text));
		if (!mentions && !uses) return null;
		if (!mentions) return { calls: [], setsAcl: acl };
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const calls = engines
			.python(file)
			.findAll({ rule: { kind: 'call' } })
			.flatMap((call): BucketCall[] => {
				const kind = kindOf(call, aws);
				if (kind === null) return [];
				const { line, column, endLine, endColumn } = placeOf(file.path, file.lineStarts, call);
				return [
					{
						kind,
						line,
						column,
						endLine,
						endColumn,
						source: briefly(call.text(), 200),
						functions: functionsAround(call),
					},
				];
			});
		return calls.length > 0 || uses ? { calls, setsAcl: acl } : null;
	},
});
