# The NuGet packages of what was built, and programs elsewhere that reference them as users do: the samples in C# and F#, a test, and the
# function that docs/csharp.md shows, published as it says.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/Nuget.cmake)
file(GLOB packages RELATIVE ${SCRATCH}/packages ${SCRATCH}/packages/*)
set(expected "")
foreach(id LambdaClient LambdaClient.Emulator LambdaClient.Extensions.Logging LambdaClient.FSharp LambdaClient.Testing)
  list(APPEND expected ${id}.${VERSION}.nupkg)
endforeach()
if(NOT packages STREQUAL expected)
  message(SEND_ERROR "The packages are ${packages}, not ${expected}")
endif()

# What ARGN prints is the answer to John.
function(expect_answer name)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE printed ERROR_VARIABLE reported RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR NOT printed STREQUAL "{\"surname\":\"Doe\"}\n")
    message(SEND_ERROR "${name}: status ${status} and the answer\n${printed}\nreports:\n${reported}")
  endif()
endfunction()

# A program of a source and a reference to a package. ARGN, which runs it, prints the answer to John.
function(check_consumer name project source package)
  set(folder ${SCRATCH}/${name})
  make_folder(${folder})
  file(COPY ${source} DESTINATION ${folder})
  get_filename_component(file ${source} NAME)
  set(compile "")
  if(project MATCHES "fsproj$")
    set(compile "<ItemGroup><Compile Include=\"${file}\" /></ItemGroup>")
  endif()
  file(WRITE ${folder}/${project} "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
    ${compile}<ItemGroup><PackageReference Include=\"${package}\" Version=\"${VERSION}\" /></ItemGroup></Project>")
  run(${DOTNET} build ${folder} -c Release -nologo -o ${folder}/built)
  expect_answer(${name} ${ARGN})
endfunction()

set(in_emulator ${DOTNET} ${EMULATOR} run --timeout 20 --data "{\"name\": \"John\"}" --)
check_consumer(csharp app.csproj ${SOURCE}/samples/csharp/surname/Program.cs LambdaClient ${in_emulator} ${SCRATCH}/csharp/built/app)
check_consumer(fsharp app.fsproj ${SOURCE}/samples/fsharp/surname/Program.fs LambdaClient.FSharp
  ${in_emulator} ${SCRATCH}/fsharp/built/bootstrap)
check_consumer(testing app.fsproj ${CMAKE_CURRENT_LIST_DIR}/consumer/Testing.fs LambdaClient.Testing ${SCRATCH}/testing/built/app)

# The page's program, project and command, which publishes for one kind of machine.
if(NOT PROCESSOR STREQUAL x86_64)
  message(FATAL_ERROR "SKIPPED, because the page's command publishes for x86_64; all before it passed")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/../Documentation/Block.cmake)
set(folder ${SCRATCH}/page)
make_folder(${folder})
read_page_block(${SOURCE}/docs/csharp.md csharp 1 block)
file(WRITE ${folder}/Program.cs "${block}")
read_page_block(${SOURCE}/docs/csharp.md xml 1 block)
file(WRITE ${folder}/app.csproj "${block}")
read_page_block(${SOURCE}/docs/csharp.md sh 1 block)
file(WRITE ${SCRATCH}/commands.sh "${block}")
run(${CMAKE_COMMAND} -E chdir ${folder} sh -e ${SCRATCH}/commands.sh)
unpack_function(${folder}/bin/Release/net10.0/linux-x64/app.zip ${SCRATCH}/task)
expect_answer(page ${in_emulator} ${SCRATCH}/task/bootstrap)

# The same project with another program, compiled ahead of time for arm64 from here, as docs/packaging.md says.
find_program(GCC_ARM64 aarch64-linux-gnu-gcc)
find_program(QEMU_ARM64 qemu-aarch64-static)
if(NOT GCC_ARM64 OR NOT QEMU_ARM64)
  message(FATAL_ERROR "SKIPPED, because gcc-aarch64-linux-gnu and qemu-user-static are not installed; all before them passed")
endif()
file(COPY_FILE ${CMAKE_CURRENT_LIST_DIR}/consumer/Arm64.cs ${folder}/Program.cs)
file(REMOVE_RECURSE ${folder}/function)
read_page_block(${SOURCE}/docs/packaging.md sh 2 block)
file(WRITE ${SCRATCH}/commands.sh "${block}")
run(${CMAKE_COMMAND} -E chdir ${folder} sh -e ${SCRATCH}/commands.sh)
expect_answer(arm64 ${in_emulator} ${QEMU_ARM64} -L /usr/aarch64-linux-gnu ${folder}/arm64/bootstrap)
