// A Worker for workerd, the runtime of Cloudflare Workers. It checks the library against the fixtures in the
// JSON body of a request, and responds with a report in JSON.
import * as libforge from '@fil-forge/libforge'
import * as ucan from '@fil-forge/libforge/ucan'
import { check } from './check.ts'

export default {
  async fetch(request) {
    return Response.json(await check(libforge, ucan, await request.json()))
  },
}
