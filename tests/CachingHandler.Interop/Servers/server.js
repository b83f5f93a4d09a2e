// Site.cs says what the folders mean. Entity tags are those of Express in effect: weak, of length and hash, and nothing else to go by.
'use strict'

const { createHash } = require('node:crypto')
const fs = require('node:fs')
const http = require('node:http')
const path = require('node:path')
const zlib = require('node:zlib')

const [root, port] = process.argv.slice(2)

const cacheControl = {
  'no-cache': 'no-cache',
  'max-age': 'max-age=60',
  'must-revalidate': 'max-age=60, must-revalidate',
  gzip: 'max-age=60'
}

const redirects = {
  moved: [301, { 'Last-Modified': 'Wed, 01 Jan 2025 00:00:00 GMT' }],
  found: [302, { 'Last-Modified': 'Wed, 01 Jan 2025 00:00:00 GMT' }],
  'found-fresh': [302, { 'Cache-Control': 'max-age=60' }]
}

function entityTag (body) {
  return `W/"${body.length.toString(16)}-${createHash('sha256').update(body).digest('base64').slice(0, 27)}"`
}

// RFC 9110 §13.1.2: weak comparison, to which the prefix means nothing.
function isKnown (ifNoneMatch, tag) {
  const opaque = text => text.trim().replace(/^W\//, '')
  return ifNoneMatch !== undefined &&
    (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some(one => opaque(one) === opaque(tag)))
}

// First and last byte of a single range; null where the field is not understood, which is then as if it were not there.
function rangeOf (field, length) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(field ?? '') ?? []
  if (!first && !last) return null
  return first ? [Number(first), Math.min(last ? Number(last) : Infinity, length - 1)] : [Math.max(length - Number(last), 0), length - 1]
}

function send (request, response, folder, body) {
  const headers = { 'Content-Type': 'text/plain', 'Accept-Ranges': 'bytes', ETag: entityTag(body) }
  if (cacheControl[folder]) headers['Cache-Control'] = cacheControl[folder]
  if (folder === 'gzip') headers.Vary = 'Accept-Encoding'

  if (isKnown(request.headers['if-none-match'], headers.ETag)) {
    response.writeHead(304, headers).end()
    return
  }

  // A weak tag satisfies no If-Range (RFC 9110 §13.1.5).
  const range = request.headers['if-range'] === undefined ? rangeOf(request.headers.range, body.length) : null
  let status = 200
  if (range && range[0] > range[1]) {
    status = 416
    headers['Content-Range'] = `bytes */${body.length}`
    body = Buffer.alloc(0)
  } else if (range) {
    status = 206
    headers['Content-Range'] = `bytes ${range[0]}-${range[1]}/${body.length}`
    body = body.subarray(range[0], range[1] + 1)
  } else if (folder === 'gzip' && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    headers['Content-Encoding'] = 'gzip'
    body = zlib.gzipSync(body)
  }

  headers['Content-Length'] = body.length
  response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body)
}

async function answer (request, response) {
  const { pathname } = new URL(request.url, 'http://localhost')
  const [, folder, name] = pathname.split('/')
  const file = path.join(root, pathname)
  if (fs.existsSync(`${file}.fails`)) {
    response.writeHead(500).end('failed')
  } else if (redirects[folder]) {
    const [status, headers] = redirects[folder]
    response.writeHead(status, { ...headers, Location: `/max-age/${name}` }).end()
  } else if (request.method === 'PUT') {
    const parts = []
    for await (const part of request) parts.push(part)
    fs.writeFileSync(file, Buffer.concat(parts))
    response.writeHead(204).end()
  } else if (!fs.existsSync(file)) {
    response.writeHead(404).end('not found')
  } else if (request.method === 'DELETE') {
    fs.unlinkSync(file)
    response.writeHead(204).end()
  } else if (request.method === 'GET' || request.method === 'HEAD') {
    send(request, response, folder, fs.readFileSync(file))
  } else {
    response.writeHead(405, { Allow: 'GET, HEAD, PUT, DELETE' }).end()
  }
}

http.createServer(answer).listen(Number(port), '127.0.0.1')
