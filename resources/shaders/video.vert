// SPDX-License-Identifier: MIT
// Four corners without a buffer; the top of the picture is the top of the texture.
uniform mat4 turn;
out vec2 at;

void main()
{
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
    at = (turn * vec4(corner.x, 1.0 - corner.y, 0.0, 1.0)).xy;
}
